// Package project holds a project's folders, with the program's own content and
// templates beneath them.
//
// In goes the path of a folder; out come file systems that lead nowhere else.
// Promised:
//
//   - Nothing is read but files and folders of the project. A link may lead from
//     one place of it to another; one that leaves it, a device, a pipe and a
//     socket are never opened, so that none of them is ever waited for.
//   - A link may leave it for a folder that is allowed, and what lies there is read
//     as tables and reads alone.
//   - A file is read as far as it went when it was opened, however it grows.
//   - When the context ends, so does every reading, with its error.
package project

import (
	"context"
	"io/fs"

	"guntime/content"
	"guntime/templates"
)

// Project is a folder that was opened. Root has whatever lies in it; Content,
// Messages and Templates have the program's own files beneath those of the
// project.
type Project struct {
	Root, Content, Messages, Templates fs.FS
	tree                               *tree
}

// Open opens the project in a folder, which itself may be a link. Links in it may
// lead into the folders that are allowed.
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

// Close lets go of the folder: nothing of it can be read any more.
func (p *Project) Close() error { return p.tree.close() }

// Sub is a folder of a file system; a missing one is empty. The name must be a
// path.
func Sub(fsys fs.FS, dir string) fs.FS {
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err)
	}
	return s
}
