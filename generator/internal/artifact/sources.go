package artifact

// Sources are the hashes of what a site is made from, taken before any of it is
// read.
type Sources struct {
	Program   Key // the program with its templates, messages and content
	Templates Key
	Messages  Key
	Content   Key // content without messages
	Data      Key
	// Editions has, by id, the keys of what an edition is made from: its own
	// folder, the edition.yaml of all earlier editions, and data outside of the
	// folders of editions.
	Editions map[string]Key
}
