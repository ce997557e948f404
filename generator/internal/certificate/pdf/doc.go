// Package pdf writes PDF documents: objects and streams, the fonts that text needs,
// and incremental updates of a document that stands already. The same calls give
// the same bytes.
package pdf
