package perfreport

import com.cloudbees.groovy.cps.NonCPS

/** The parameters of profileRun and profileReport: their names and types. Part of the Jenkins library, whose classes lie in src/. */
class StepParameters implements Serializable {
    private static final long serialVersionUID = 1

    static final Map TYPES = [
        workload: 'text or list', command: 'text', setup: 'text', base: 'text', pairs: 'whole number', profilers: 'text or list', profile: 'true or false',
        dir: 'text or list', config: 'text', gates: 'list', baseline: 'text or map', reportName: 'text', publish: 'true or false',
        archive: 'true or false, text or list', retention: 'map', failOnError: 'true or false', onRegression: 'closure', reporter: 'text',
    ]
    static final List RUN_ONLY = ['workload', 'command', 'setup', 'base', 'pairs', 'profilers', 'profile']

    /** What is wrong with the parameters; null where nothing is. */
    @NonCPS
    static String complaint(String mode, Map given) {
        List known = []
        for (String name in TYPES.keySet()) {
            if (mode == 'run' ? name != 'dir' : !RUN_ONLY.contains(name)) {
                known.add(name)
            }
        }
        for (entry in given.entrySet()) {
            String name = entry.key.toString()
            if (!known.contains(name)) {
                String near = nearest(name, known)
                return "there is no parameter '${name}'" + (near ? "; did you mean '${near}'?" : ": there are ${known.join(', ')}")
            }
            if (entry.value != null && !fits(entry.value, TYPES[name])) {
                return "${name} must be ${TYPES[name]}"
            }
            if (name in ['reportName', 'reporter'] && entry.value != null && !entry.value.toString().trim()) {
                return "${name} must not be empty"
            }
        }
        return null
    }

    @NonCPS
    private static boolean fits(Object value, String type) {
        if (value instanceof CharSequence) {
            return type.contains('text')
        }
        if (value instanceof List) {
            return type.contains('list')
        }
        if (value instanceof Map) {
            return type.contains('map')
        }
        if (value instanceof Boolean) {
            return type.contains('true or false')
        }
        if (value instanceof Integer) {
            return type.contains('whole number')
        }
        return value instanceof Closure && type == 'closure'
    }

    /** The known name that most letters pair up with in order; null where none is near. */
    @NonCPS
    private static String nearest(String name, List known) {
        String best = null
        int least = 3
        for (String candidate in known) {
            int distance = distanceOf(name.toLowerCase(), candidate.toLowerCase())
            if (distance < least) {
                least = distance
                best = candidate
            }
        }
        return best
    }

    /** Letters to put in, take out or exchange (Levenshtein). */
    @NonCPS
    private static int distanceOf(String one, String other) {
        List previous = []
        for (int j = 0; j <= other.length(); j++) {
            previous.add(j)
        }
        for (int i = 1; i <= one.length(); i++) {
            List row = [i]
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1)
                int moved = (previous[j] < row[j - 1] ? previous[j] : row[j - 1]) + 1
                row.add(exchanged < moved ? exchanged : moved)
            }
            previous = row
        }
        return previous[other.length()]
    }
}
