/** Files that are whole or absent: atomic replacement, output locks, digests, and the errors of outputs. */
package charlm.files;
