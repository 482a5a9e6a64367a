import type { ComponentChildren, VNode } from 'preact';

/** A small word with a colour; the word says it all. */
export function Badge(given: {
	readonly mood: 'good' | 'bad' | 'wait' | 'plain';
	readonly children: ComponentChildren;
}): VNode {
	return <span class={`badge ${given.mood === 'plain' ? '' : given.mood}`.trim()}>{given.children}</span>;
}
