package pdf

import (
	"fmt"
	"strings"
)

// outline writes the bookmarks beside the pages as a tree by their levels, and gives the number of its root; 0 without any.
func outline(f *file, marks []bookmark, pages []int) int {
	if len(marks) == 0 {
		return 0
	}
	type node struct {
		id, parent, previous, next, first, last, count int
	}
	root := &node{id: f.reserve()}
	nodes := make([]*node, len(marks))
	open := []*node{root} // by level
	for i, mark := range marks {
		level := min(max(mark.level, 1), len(open))
		parent := open[level-1]
		n := &node{id: f.reserve(), parent: parent.id, previous: parent.last}
		if parent.first == 0 {
			parent.first = n.id
		}
		for _, sibling := range nodes[:i] {
			if sibling.id == parent.last {
				sibling.next = n.id
			}
		}
		parent.last = n.id
		for _, above := range open[:level] {
			above.count++
		}
		nodes[i] = n
		open = append(open[:level], n)
	}
	children := func(n *node) string {
		if n.first == 0 {
			return ""
		}
		return fmt.Sprintf("/First %d 0 R/Last %d 0 R/Count %d", n.first, n.last, n.count)
	}
	f.put(root.id, "<</Type/Outlines"+children(root)+">>")
	for i, n := range nodes {
		var entry strings.Builder
		fmt.Fprintf(&entry, "<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ null %s null]%s", unicodeText(marks[i].title), n.parent, pages[marks[i].page], number(marks[i].y), children(n))
		if n.previous != 0 {
			fmt.Fprintf(&entry, "/Prev %d 0 R", n.previous)
		}
		if n.next != 0 {
			fmt.Fprintf(&entry, "/Next %d 0 R", n.next)
		}
		f.put(n.id, entry.String()+">>")
	}
	return root.id
}
