/** What a user types: one small picocli command a class, options in mixins; no maths, no loops. */
package charlm.cli;
