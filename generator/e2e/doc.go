// Package e2e holds the tests of the whole program, from its words to the pages
// that a browser shows. The claims about one room stand beside its code.
//
//	scripts/            what the program prints and leaves, command by command
//	editions/           worked editions, each a folder named as a claim
//	browser_…_test.go   what people do on the site, in a real browser
//	verify_…_test.go    what guntime verify finds, and what it must not
//	incremental_test.go, cached_test.go, rollback_test.go  one build after another
//	hosts_test.go, nginx_test.go, deploy_test.go           where the site is published
//	supervise_linux_test.go  signals, limits and broken disks
//	stages_test.go, ratios_test.go  what each stage of a build takes
package e2e
