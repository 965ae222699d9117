import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput
import groovy.transform.Field
import perfreport.StepParameters

/*
 * Measures and profiles workloads and publishes "Profile Report". Everything is decided by the program that it starts (docs/ci-protocol.md):
 * here parameters are checked and handed over, and the build is marked with the answer. profileRun.txt lists the parameters.
 */

// As in src/config/ci-protocol.ts.
@Field static final int PROTOCOL = 1

@Field static final Map DEFAULTS = [reportName: 'Profile Report', publish: true, archive: true, failOnError: true, reporter: 'auto']
@Field static final List HANDED_OVER = ['workload', 'command', 'setup', 'config', 'base', 'pairs', 'profilers', 'profile', 'dir', 'gates', 'retention', 'failOnError']
/** Longer requests go through a file: the environment of a process is bounded. */
@Field static final int LONGEST_IN_ENVIRONMENT = 30000

/** Runs, publishes, marks the build. Returns [verdict, result, message, reportUrl, artifactsUrl, runDirs, metrics]. */
Map call(Map parameters = [:]) {
    return execute('run', 'profileRun', parameters)
}

/** What profileRun and profileReport have in common. */
Map execute(String mode, String step, Map given) {
    String wrong = StepParameters.complaint(mode, given)
    if (wrong != null) {
        error("${step}: ${wrong}")
    }
    Map options = optionsOf(given)
    String directory = nextDirectory()
    String reportName = freeName(options.reportName)
    // A job that was deleted and made again counts its builds from 1 in the workspace that it had.
    if (fileExists(directory)) {
        dir(directory) { deleteDir() }
    }
    Map baseline = findBaseline(options.baseline, directory)
    String request = requestOf(mode, directory, options, baseline)
    int code = startReporter(directory, options, request, baseline.credentialsId)
    Map answer = readAnswer(directory)
    Map said = verdictOf(answer, code, env.NODE_NAME ?: 'the agent')
    said.reportUrl = ''
    said.artifactsUrl = ''
    if (answer.report) {
        publish(options, reportName, directory, answer, said)
    }
    describe(step, said)
    alert(options, said)
    mark(step, code == 3 && !options.failOnError, said)
    return said
}

/** A directory of this call alone. No parallel branch can come between reading and writing, since both are no steps. */
String nextDirectory() {
    int number = (env.PERF_REPORT_CALLS ?: '0').toInteger() + 1
    env.PERF_REPORT_CALLS = number.toString()
    return "perf-report-${env.BUILD_NUMBER ?: '0'}-${number}".toString()
}

/** The name of the link, with a number behind it where the build has one of that address. */
String freeName(String wanted) {
    List taken = (env.PERF_REPORT_LINKS ?: '').tokenize(' ')
    String name = wanted
    for (int i = 2; taken.contains(sanitised(name)); i++) {
        name = "${wanted} ${i}".toString()
    }
    taken.add(sanitised(name))
    env.PERF_REPORT_LINKS = taken.join(' ')
    return name
}

/** Where the baseline is: a path as it was given, or what copyArtifacts brought, or the job that the program shall ask. */
Map findBaseline(Object wanted, String directory) {
    if (wanted == null) {
        return [:]
    }
    if (wanted instanceof CharSequence) {
        return [path: wanted.toString()]
    }
    Map where = [path: wanted.path?.toString(), url: wanted.url?.toString(), credentialsId: wanted.credentialsId?.toString(), tried: []]
    String job = baselineJob(wanted.job?.toString(), wanted.branch?.toString(), (env.JOB_NAME ?: '').toString())
    if (where.path || where.url || !job) {
        return where
    }
    boolean stable = (wanted.requiredResult ?: 'SUCCESS').toString() == 'SUCCESS'
    where.job = job
    where.unstable = !stable
    String target = "${directory}/baseline".toString()
    String report = "${target}/report.json".toString()
    // The call of the same number: builds with several calls archive several reports.
    String filter = "perf-report-*-${directory.tokenize('-').last()}/report/report.json".toString()
    try {
        copyArtifacts(projectName: "/${job}".toString(), selector: lastSuccessful(stable: stable), filter: filter, target: target, flatten: true, optional: true, fingerprintArtifacts: false)
        if (fileExists(report)) {
            where.path = report
        } else {
            where.tried.add("copyArtifacts: ${job} has no such build with a report".toString())
        }
    } catch (NoSuchMethodError missing) {
        where.tried.add('copyArtifacts: the Copy Artifact plugin is not installed')
    } catch (Exception refused) {
        passOnInterruption(refused)
        where.tried.add("copyArtifacts: ${refused.message}".toString())
    }
    return where
}

/** Exit code of the program. Nothing of a parameter is in the text that the shell reads. */
int startReporter(String directory, Map options, String request, String credentialsId) {
    boolean unix = isUnix()
    String launcher = "${directory}/.tool/${unix ? 'launch.sh' : 'launch.cmd'}".toString()
    String bundle = "${directory}/.tool/perf-report.mjs".toString()
    writeFile(file: launcher, text: libraryResource(resource: unix ? 'perf-report/launch.sh' : 'perf-report/launch.cmd', encoding: 'UTF-8'), encoding: 'UTF-8')
    if (options.reporter == 'auto') {
        writeFile(file: bundle, text: libraryResource(resource: 'perf-report/perf-report.mjs', encoding: 'UTF-8'), encoding: 'UTF-8')
    }
    List variables = ["PERF_REPORT_LAUNCHER=${launcher}".toString(), "PERF_REPORT_BUNDLE=${bundle}".toString(), "PERF_REPORT_REPORTER=${options.reporter}".toString()]
    if (request.length() > LONGEST_IN_ENVIRONMENT) {
        writeFile(file: "${directory}/request.json".toString(), text: request, encoding: 'UTF-8')
        variables.add("PERF_REPORT_REQUEST_FILE=${directory}/request.json".toString())
    } else {
        variables.add("PERF_REPORT_REQUEST=${request}".toString())
    }
    int code = 0
    withEnv(variables) {
        code = credentialsId ? launchWithCredentials(unix, credentialsId) : launch(unix)
    }
    return code
}

int launchWithCredentials(boolean unix, String credentialsId) {
    int code = 0
    try {
        withCredentials([usernamePassword(credentialsId: credentialsId, usernameVariable: 'PERF_REPORT_BASELINE_USER', passwordVariable: 'PERF_REPORT_BASELINE_TOKEN')]) {
            code = launch(unix)
        }
    } catch (NoSuchMethodError missing) {
        echo('perf-report: the Credentials Binding plugin is not installed, so the baseline is asked for without a token')
        code = launch(unix)
    }
    return code
}

int launch(boolean unix) {
    if (unix) {
        return sh(script: 'sh "$PERF_REPORT_LAUNCHER"', returnStatus: true, label: 'perf-report')
    }
    return bat(script: '@call "%PERF_REPORT_LAUNCHER%"', returnStatus: true, label: 'perf-report')
}

Map readAnswer(String directory) {
    String file = "${directory}/result.properties".toString()
    return fileExists(file) ? parsed(readFile(file: file, encoding: 'UTF-8')) : [:]
}

/** Link on the build page, artifacts, tests. What a controller lacks is a line in the log. */
void publish(Map options, String reportName, String directory, Map answer, Map said) {
    String reportDir = "${directory}/report".toString()
    if (options.publish && fileExists("${reportDir}/index.html".toString())) {
        try {
            // Commas part titles from each other, and HTML Publisher puts values of variables into them.
            String title = reportName.replace(',', ' ').replace('$', ' ')
            publishHTML(target: [reportName: reportName, reportDir: reportDir, reportFiles: 'index.html', reportTitles: title, keepAll: true, alwaysLinkToLastBuild: true, allowMissing: false])
            said.reportUrl = env.BUILD_URL ? "${env.BUILD_URL}${sanitised(reportName)}/".toString() : ''
        } catch (NoSuchMethodError missing) {
            echo('perf-report: the HTML Publisher plugin is not installed, so the build page has no link; the report is among the artifacts')
        }
    }
    if (options.archive) {
        archiveArtifacts(artifacts: globsOf(answer.archive, options.archive), allowEmptyArchive: true, fingerprint: false)
        said.artifactsUrl = env.BUILD_URL ? "${env.BUILD_URL}artifact/${answer.report}".toString() : ''
        echo("perf-report: archived ${answer.archiveBytes} bytes${answer.archiveNote ? '; ' + answer.archiveNote : ''}")
    }
    if (answer.junit) {
        try {
            junit(testResults: answer.junit, allowEmptyResults: true, skipMarkingBuildUnstable: true)
        } catch (NoSuchMethodError missing) {
            echo('perf-report: the JUnit plugin is not installed, so the gates are no tests')
        }
    }
}

/** Into the log and the description, which may be somebody else's too. */
void describe(String step, Map said) {
    String links = (said.reportUrl ? "\n  report:   ${said.reportUrl}" : '') + (said.artifactsUrl ? "\n  artifact: ${said.artifactsUrl}" : '')
    echo("${step}: ${said.message}${links}")
    String before = currentBuild.description ?: ''
    currentBuild.description = before ? "${before}; ${said.message}".toString() : said.message
}

/** An alert that fails says nothing of the build. */
void alert(Map options, Map said) {
    if (options.onRegression == null || !(said.verdict in ['fail', 'warn'])) {
        return
    }
    Closure tell = options.onRegression
    Map copy = [:]
    copy.putAll(said)
    try {
        tell(copy)
    } catch (Throwable failed) { // a step of a plugin that is missing is an Error
        passOnInterruption(failed)
        echo("perf-report: onRegression failed: ${failed.message}")
    }
}

void mark(String step, boolean failureIsForgiven, Map said) {
    String text = "${step}: ${said.message}".toString()
    boolean failed = said.result == 'failure' || said.result == 'error'
    if (failed && !failureIsForgiven) {
        error(text)
    } else if (failed || said.result == 'unstable') {
        unstable(text)
    }
}

/** Aborts and timeouts are no errors of a step. */
void passOnInterruption(Throwable thrown) {
    if (thrown.class.name.endsWith('InterruptedException')) {
        throw thrown
    }
}

/** The defaults and what was given in their place; names as plain texts, nulls as if they were not given. */
@NonCPS
Map optionsOf(Map given) {
    Map options = [:]
    options.putAll(DEFAULTS)
    for (entry in given.entrySet()) {
        if (entry.value != null) {
            options[entry.key.toString()] = plain(entry.value)
        }
    }
    return options
}

@NonCPS
String globsOf(String own, Object more) {
    String theirs = more instanceof List ? more.join(',') : more instanceof CharSequence ? more.toString() : ''
    return own && theirs ? "${own},${theirs}".toString() : own ?: theirs
}

/** The job of a branch is the sibling of this one, under Jenkins' own encoding of its name. */
@NonCPS
String baselineJob(String job, String branch, String ownName) {
    if (!branch) {
        return job ?: ''
    }
    int slash = ownName.lastIndexOf('/')
    String parent = job ?: (slash < 0 ? '' : ownName.substring(0, slash))
    String encoded = branch.replace('%', '%25').replace('/', '%2F').replace('?', '%3F').replace('#', '%23').replace('[', '%5B').replace(']', '%5D').replace('\\', '%5C')
    return parent ? "${parent}/${encoded}".toString() : encoded
}

/** One JSON for the program; closures and names of Jenkins stay here. */
@NonCPS
String requestOf(String mode, String directory, Map options, Map baseline) {
    Map request = [protocol: PROTOCOL, mode: mode, directory: directory]
    for (String name in HANDED_OVER) {
        if (options.containsKey(name)) {
            request[name] = options[name]
        }
    }
    Map where = [:]
    for (String name in ['path', 'url', 'job', 'unstable', 'tried']) {
        if (baseline[name] != null) {
            where[name] = plain(baseline[name])
        }
    }
    if (!where.isEmpty()) {
        request.baseline = where
    }
    return JsonOutput.toJson(request)
}

/** Texts with values in them as texts: JSON would show their parts. */
@NonCPS
Object plain(Object value) {
    if (value instanceof CharSequence) {
        return value.toString()
    }
    if (value instanceof List) {
        List copy = []
        for (Object each in value) {
            copy.add(plain(each))
        }
        return copy
    }
    if (value instanceof Map) {
        Map copy = [:]
        for (entry in value.entrySet()) {
            copy[entry.key.toString()] = plain(entry.value)
        }
        return copy
    }
    return value
}

/** Lines `key=value`; values know line breaks, backslashes and codes of four digits behind a backslash. */
@NonCPS
Map parsed(String text) {
    Map answer = [:]
    for (String line in text.split('\n')) {
        int at = line.indexOf('=')
        if (at > 0) {
            answer[line.substring(0, at)] = unescaped(line.substring(at + 1))
        }
    }
    return answer
}

@NonCPS
String unescaped(String text) {
    StringBuilder plain = new StringBuilder()
    for (int i = 0; i < text.length(); i++) {
        String letter = text.substring(i, i + 1)
        if (letter != '\\' || i + 1 >= text.length()) {
            plain.append(letter)
            continue
        }
        i++
        String kind = text.substring(i, i + 1)
        if (kind == 'u' && i + 4 < text.length()) {
            plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16))
            i += 4
        } else {
            plain.append(kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind)
        }
    }
    return plain.toString()
}

/** The answer as the step returns it; without one the exit code speaks. */
@NonCPS
Map verdictOf(Map answer, int code, String agent) {
    Map metrics = [:]
    for (entry in answer.entrySet()) {
        if (entry.key.startsWith('metric.')) {
            metrics[entry.key.substring('metric.'.length())] = entry.value
        }
    }
    String result = answer.result
    String message = answer.message
    if (!(code in [0, 1, 3]) || !result) {
        result = 'error'
        String killed = code > 128 || code < 0 ? 'was killed or lost its agent' : "ended with exit code ${code}"
        String why = code == 90 ? "there is no Node on ${agent}: install 20.19 or newer, or use an image that has it" : code == 91 ? "the Node on ${agent} is too old: install 20.19 or newer" : "perf-report ${killed}; its log above says more"
        message = code in [2, 4] && message ? message : why
    }
    return [
        verdict: answer.verdict ?: 'failed', result: result, message: message,
        runDirs: (answer.runDirs ?: '').tokenize(','), metrics: metrics,
    ]
}

/** How HTML Publisher makes a part of an address of a name: what is no letter, digit or - as _ and its bytes, two digits each. */
@NonCPS
String sanitised(String name) {
    return name.replaceAll('[^a-zA-Z0-9-]') { String found ->
        StringBuilder address = new StringBuilder('_')
        for (byte each in found.getBytes('UTF-8')) {
            address.append(String.format('%02x', each))
        }
        return address.toString()
    }
}
