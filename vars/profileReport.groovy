/*
 * Report, link and gates for profiles that the pipeline collected itself. profileReport.txt lists the parameters.
 */

/** Reports on what lies in `dir`, publishes, marks the build. Returns what profileRun returns. */
Map call(Map parameters = [:]) {
    return profileRun.execute('report', 'profileReport', parameters)
}
