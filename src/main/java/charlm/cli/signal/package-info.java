/** SIGINT and SIGTERM: how a run is asked to stop. */
package charlm.cli.signal;
