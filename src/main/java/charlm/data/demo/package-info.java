/** A small world of invented people, so that the main experiment can be seen in two minutes. */
package charlm.data.demo;
