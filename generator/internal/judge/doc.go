// Package judge is the referee: an edition's entries, timing and rulings go
// in, a verdict comes out. Every runner has a status, and every place, prize,
// certificate and refusal carries its reason.
//
// It is pure. It reads no clock (the moment is an argument), changes none of
// its arguments, and its verdict depends on no order of the input but that of
// the rulings, which are a ledger. It holds no words of any language.
//
// What it computes is told in generator/docs/rules.md, rule by rule, each with
// what proves it. A test holds that page against this package.
package judge
