import type { VNode } from 'preact';

/** What something is called, with its id; the id alone where no name is known. */
export function Named({ name, id }: { readonly name: string | undefined; readonly id: string }): VNode {
	if (name === undefined || name === '') return <>{id}</>;
	return (
		<>
			{name} <span class="soft small">({id})</span>
		</>
	);
}
