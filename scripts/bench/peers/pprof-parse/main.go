// Command pprof-parse reads one profile with google/pprof's own decoder and prints its size: the peer
// that `npm run bench` compares the pprof importer with.
package main

import (
	"fmt"
	"os"

	"github.com/google/pprof/profile"
)

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err == nil {
		var parsed *profile.Profile
		if parsed, err = profile.ParseData(data); err == nil {
			fmt.Println(len(parsed.Sample), "samples", len(parsed.Location), "locations", len(parsed.Function), "functions")
			return
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
