/** SIGINT and SIGTERM: a run finishes its step, saves its state and stops. */
package charlm.cli.signal;
