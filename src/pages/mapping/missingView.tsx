import type { PageView } from '../page';
import type { Missing } from './mappedThing';

/** Says that there is no such thing, and leads back to the list. */
export function missingView({ title, text }: Missing, back: string): PageView {
	const content = (
		<p>
			{text} <a href={back}>Back to the list</a>
		</p>
	);
	return { title, content };
}
