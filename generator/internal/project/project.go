// Package project opens the folders of a project, with the program's own content and
// templates beneath them.
//
// It takes the path of a folder and returns file systems that are limited to it. It
// promises:
//
//   - Only files and folders of the project are read. A link may lead to another
//     place in the project. A link out of it, a device, a pipe or a socket is never
//     opened, so nothing ever waits for them.
//   - A link may lead to an allowed folder outside. Files there are read only as
//     tables and as raw reads.
//   - A file that grows is read up to the size that it had when it was opened.
//   - When the context ends, every reading fails with its error.
package project

import (
	"context"
	"io/fs"

	"guntime/content"
	"guntime/templates"
)

// Project is an open folder. Root is all that is in it. In Content, Messages and
// Templates the program's own files fill in what the project does not have.
type Project struct {
	Root, Content, Messages, Templates fs.FS
	tree                               *tree
	hashes                             *Hashes // nil to read all
}

// Open opens the project in a folder, which may be a link. Links inside may lead
// into the folders of allow.
func Open(ctx context.Context, dir string, allow ...string) (*Project, error) {
	t, err := newTree(ctx, dir, allow)
	if err != nil {
		return nil, err
	}
	pages := overlay{Sub(t, "content"), content.FS}
	return &Project{
		Root:      t,
		Content:   pages,
		Messages:  Sub(pages, "messages"),
		Templates: overlay{Sub(t, "templates"), templates.FS},
		tree:      t,
	}, nil
}

// Close closes the folder. Nothing can be read from it afterwards.
func (p *Project) Close() error { return p.tree.close() }

// Sub returns a folder of a file system, an empty one where it is missing. dir must
// be a valid path.
func Sub(fsys fs.FS, dir string) fs.FS {
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err)
	}
	return s
}
