/** The report of one or several runs as a single HTML file that opens offline. */
package charlm.report.html;
