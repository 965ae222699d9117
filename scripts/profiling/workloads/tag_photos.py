"""Starts the sample photo tagger: python3 tag_photos.py generate|sample|classify (see photo_tagger/cli.py)."""
import sys

from photo_tagger.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
