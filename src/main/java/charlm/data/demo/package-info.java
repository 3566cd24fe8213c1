/** A small corpus about invented people, with which the main experiment takes two minutes. */
package charlm.data.demo;
