import type { VNode } from 'preact';

const longest = 1_500;

/** A text of which a list shows the beginning; the rest opens below it. */
export function Long({ text, most = 160 }: { readonly text: string; readonly most?: number }): VNode {
	if (text.length <= most + 40) return <>{text}</>;
	const at = text.lastIndexOf(' ', most);
	const cut = at > 0 ? at : most;
	return (
		<details class="long">
			<summary>{text.slice(0, cut)} ...</summary>
			... {text.slice(cut, longest).trim()}
			{text.length > longest ? ' ...' : ''}
		</details>
	);
}
