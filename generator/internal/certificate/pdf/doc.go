// Package pdf writes PDF documents: objects, streams, fonts for text, and
// incremental updates of an existing document. The same calls give the same bytes.
package pdf
