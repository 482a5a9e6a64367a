import type { PageView } from './page';

/** Says one thing, and leads back to the list. */
export function messageView(
	{ title, text }: { readonly title: string; readonly text: string },
	back: string,
): PageView {
	const content = (
		<p>
			{text} <a href={back}>Back to the list</a>
		</p>
	);
	return { title, content };
}
