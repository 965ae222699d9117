/**
 * What the Jenkins library and this program agree on: the request, the files of its answer, exit codes. A change that either side must know
 * of raises it, here and in vars/*.groovy; unequal numbers stop the build with one sentence.
 */
export const ciProtocol = 1;
