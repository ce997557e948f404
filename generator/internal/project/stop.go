package project

import (
	"context"

	"guntime/generator/internal/problem"
)

// OpenAndLook opens a project as Open does and looks for what may not be read in
// the folders that a site is made from. Only where the findings have no error may
// it be read.
func OpenAndLook(ctx context.Context, dir string, allow ...string) (*Project, problem.List, error) {
	p, err := Open(ctx, dir, allow...)
	if err != nil {
		return nil, nil, err
	}
	found, err := UntilStopped(ctx, func() (problem.List, error) { return p.Foreign("content", "data", "templates"), nil })
	return p, found, err
}

// UntilStopped returns the result of work that changes nothing outside itself.
// When the context ends first, its error is returned at once and the work goes on
// unheard: the file that it waits for may never come.
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
		if err := ctx.Err(); err != nil { // what was read after it is no finding
			return *new(T), err
		}
		return o.of, o.err
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
}
