package project

import (
	"context"

	"guntime/generator/internal/problem"
)

// OpenAndLook opens a project as Open does, and searches the folders of sources for
// what may not be read. Do not read the project if one of the findings is an error.
func OpenAndLook(ctx context.Context, dir string, allow ...string) (*Project, problem.List, error) {
	p, err := Open(ctx, dir, allow...)
	if err != nil {
		return nil, nil, err
	}
	found, err := UntilStopped(ctx, func() (problem.List, error) { return p.Foreign("content", "data", "templates"), nil })
	return p, found, err
}

// UntilStopped returns the result of work, which must not change anything outside
// itself. When the context ends first, it returns the context's error at once, and
// the work continues in the background: it may be waiting for a file for ever.
func UntilStopped[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type outcome struct {
		of  T
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		of, err := work()
		done <- outcome{of, err}
	}()
	select {
	case o := <-done:
		if err := ctx.Err(); err != nil { // a result from after the end is not valid
			return *new(T), err
		}
		return o.of, o.err
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
}
