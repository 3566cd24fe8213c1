/** Options that several commands share, converters, and checks of what was typed. */
package charlm.cli.option;
