import type { ComponentChildren, VNode } from 'preact';
import type { AddressState } from './address';
import { Controls } from './allowed';

/** A form that posts to the page it is on; the state in the page's address stays. */
export function PostForm(given: {
	readonly token: string;
	readonly action: string;
	readonly to?: string;
	/** For a button that stands outside it. */
	readonly id?: string;
	readonly children: ComponentChildren;
}): VNode {
	const { to, id } = given;
	return (
		<form method="post" {...(to === undefined ? {} : { action: to })} {...(id === undefined ? {} : { id })}>
			<input type="hidden" name="token" value={given.token} />
			<input type="hidden" name="action" value={given.action} />
			<Controls action={given.action} elsewhere={to !== undefined}>
				{given.children}
			</Controls>
		</form>
	);
}

/** Hidden fields that a form hands on. */
export function Hidden({ values }: { readonly values: AddressState }): VNode {
	return (
		<>
			{Object.entries(values)
				.filter(([, value]) => value !== undefined && value !== '' && value !== false)
				.map(([name, value]) => (
					<input type="hidden" name={name} value={String(value)} />
				))}
		</>
	);
}
