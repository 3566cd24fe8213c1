/**
 * Tables over runs, from their manifests.
 *
 * <p>{@link charlm.report.runs.RunFinder} reads the manifests below some paths, a {@link charlm.report.runs.RunColumn} is a
 * value of each, {@link charlm.report.runs.RunTable} sorts and groups them and prints text, CSV or JSON. A new column is one
 * entry in {@code RunColumn}.
 */
package charlm.report.runs;
