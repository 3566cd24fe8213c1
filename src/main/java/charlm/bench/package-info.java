/**
 * How fast the machine and this program are together: times training steps, evaluation and start-up, counts the
 * floating-point operations they take and profiles where the time goes.
 */
package charlm.bench;
