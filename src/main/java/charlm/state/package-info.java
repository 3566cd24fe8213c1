/** Training states: what a run saves so that it can go on exactly, and how it is read back. */
package charlm.state;
