package artifact

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
	"time"
)

// Sum returns the key of a value: equal contents have equal keys, wherever they are
// in memory. It covers all fields of structs, so that none is forgotten, except
// those tagged `sum:"-"`; what pointers point to; maps in the order of their keys;
// times with their zone. It panics on a function or a channel, which has no
// content.
func Sum(v any) Key {
	if v == nil {
		return Key{}
	}
	value := reflect.ValueOf(v)
	b := scratch.Get().(*[]byte)
	defer scratch.Put(b)
	*b = appenderOf(value.Type())((*b)[:0], value)
	return sha256.Sum256(*b)
}

// scratch has buffers for what is hashed. A site has hundreds of thousands of keys.
var scratch = sync.Pool{New: func() any { b := make([]byte, 0, 1<<10); return &b }}

// appender appends the content of a value of one type. Different contents give
// different bytes.
type appender func(b []byte, v reflect.Value) []byte

// appenders caches appenders by type.
var appenders sync.Map

func appenderOf(t reflect.Type) appender {
	if known, ok := appenders.Load(t); ok {
		return known.(appender)
	}
	made := makeAppender(t)
	appenders.Store(t, made)
	return made
}

// later looks up the appender of a type at its first use, because types may contain
// themselves. Those that contain nothing are known at once.
func later(t reflect.Type) appender {
	if t.Kind() <= reflect.Complex128 || t.Kind() == reflect.String {
		return makeAppender(t)
	}
	own := sync.OnceValue(func() appender { return appenderOf(t) })
	return func(b []byte, v reflect.Value) []byte { return own()(b, v) }
}

var timeType, zoneType = reflect.TypeFor[time.Time](), reflect.TypeFor[time.Location]()

func makeAppender(t reflect.Type) appender {
	switch t {
	case timeType:
		return appendTime
	case zoneType:
		return func(b []byte, v reflect.Value) []byte {
			return appendText(b, v.Addr().Interface().(*time.Location).String())
		}
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(b []byte, v reflect.Value) []byte {
			if v.Bool() {
				return append(b, 1)
			}
			return append(b, 0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, v.Uint()) }
	case reflect.Float32, reflect.Float64:
		return func(b []byte, v reflect.Value) []byte {
			return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float()))
		}
	case reflect.String:
		return func(b []byte, v reflect.Value) []byte { return appendText(b, v.String()) }
	case reflect.Pointer:
		return orNil(later(t.Elem()), reflect.Value.Elem)
	case reflect.Interface:
		return orNil(func(b []byte, v reflect.Value) []byte {
			return appenderOf(v.Type())(appendText(b, v.Type().String()), v)
		}, reflect.Value.Elem)
	case reflect.Slice:
		return orNil(appendList(later(t.Elem())), func(v reflect.Value) reflect.Value { return v })
	case reflect.Array:
		return appendList(later(t.Elem()))
	case reflect.Map:
		return appendMap(later(t.Key()), later(t.Elem()))
	case reflect.Struct:
		return structAppender(t)
	}
	panic(fmt.Sprintf("artifact: a %s has no content to hash", t))
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendTime distinguishes times that print differently, also the same instant in
// two zones.
func appendTime(b []byte, v reflect.Value) []byte {
	t := v.Interface().(time.Time)
	b = binary.AppendVarint(b, t.Unix())
	b = binary.AppendVarint(b, int64(t.Nanosecond()))
	return appendText(b, t.Location().String())
}

// orNil handles nil, and calls the appender for what inside returns otherwise.
func orNil(of appender, inside func(reflect.Value) reflect.Value) appender {
	return func(b []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(b, 0)
		}
		return of(append(b, 1), inside(v))
	}
}

func appendList(of appender) appender {
	return func(b []byte, v reflect.Value) []byte {
		n := v.Len()
		b = binary.AppendUvarint(b, uint64(n))
		for i := range n {
			b = of(b, v.Index(i))
		}
		return b
	}
}

func appendMap(key, value appender) appender {
	return func(b []byte, v reflect.Value) []byte {
		if v.Len() == 0 { // of many entries each; to go through it would take memory
			return binary.AppendUvarint(b, 0)
		}
		pairs := make([][]byte, 0, v.Len())
		for each := v.MapRange(); each.Next(); {
			pairs = append(pairs, value(key(nil, each.Key()), each.Value()))
		}
		slices.SortFunc(pairs, bytes.Compare)
		b = binary.AppendUvarint(b, uint64(len(pairs)))
		for _, p := range pairs {
			b = append(b, p...)
		}
		return b
	}
}

func structAppender(t reflect.Type) appender {
	type field struct {
		at int
		of appender
	}
	var fields []field
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("sum") != "-" {
			fields = append(fields, field{i, later(t.Field(i).Type)})
		}
	}
	return func(b []byte, v reflect.Value) []byte {
		for _, f := range fields {
			b = f.of(b, v.Field(f.at))
		}
		return b
	}
}
