package artifact

// Sources are the hashes of what a site is made from, taken before anything of
// it is read.
type Sources struct {
	Program   Key // with its own templates, messages and content
	Templates Key
	Messages  Key
	Content   Key // without the messages
	Data      Key
	// Editions are, by id, the keys of what an edition is made from: its own
	// folder, the edition.yaml of all before it, and what of the data lies in no
	// edition's folder.
	Editions map[string]Key
}
