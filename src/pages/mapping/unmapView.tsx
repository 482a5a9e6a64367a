import type { PagePorts, PageView, Showing } from '../page';
import { Hidden, PostForm } from '../postForm';
import { listAddress } from './listState';
import { type MappedThing, placeOf } from './mappedThing';
import { messageView } from '../messageView';

/** Asks once more before a mapping is taken away. */
export async function unmapView<Name, Row>(
	thing: MappedThing<Name, Row>,
	{ name, showing }: { readonly name: Name; readonly showing: Showing },
	ports: PagePorts,
): Promise<PageView> {
	const back = listAddress(placeOf(thing, showing.request));
	const found = await thing.unmapping(name, ports);
	if (found.kind === 'missing') return messageView(found, back);
	const content = (
		<PostForm token={showing.token} action="unmap">
			<Hidden values={found.values} />
			<p>{found.text}</p>
			<p class="row">
				<button class="risky">Unmap</button>
				<a href={back}>Keep it</a>
			</p>
		</PostForm>
	);
	return { title: `Unmap ${found.name}`, content };
}
