/** What is shown while a run goes on: the progress line, the log, the terminal. */
package charlm.report.progress;
