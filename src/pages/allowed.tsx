import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { mayDo, type Role, roles } from '../domain/people/role';
import type { Page } from './page';

/** What of a page says who may send its forms. */
export type Asking = Partial<Pick<Page, 'role' | 'needs' | 'looks' | 'actions'>>;

/** What the forms of a page are shown for: the page, and what the person may do. */
export const Allowed = createContext<{ readonly role: Role; readonly page: Asking }>({ role: 'settings', page: {} });

/**
 * What a person needs for an action of a page: `look` for one that does nothing, what `needs` names, else the page's role,
 * which is `approve` where it has none.
 */
export function neededFor({ role = 'approve', needs, looks }: Asking, action: string): Role {
	if (looks?.includes(action) === true) return 'look';
	return needs && Object.hasOwn(needs, action) ? (needs[action] ?? role) : role;
}

/** Which role the person lacks for an action; undefined where they may do it. Forms that post `elsewhere` need what other pages do. */
export function useLacking(action: string, elsewhere = false): Role | undefined {
	const { role, page } = useContext(Allowed);
	const needed = neededFor(elsewhere ? {} : page, action);
	return mayDo(role, needed) ? undefined : needed;
}

/** The controls of a form that posts: out of use for a person who may not send it. */
export function Controls(given: {
	readonly action: string;
	readonly elsewhere: boolean;
	readonly children: ComponentChildren;
}): VNode {
	const lacking = useLacking(given.action, given.elsewhere);
	if (lacking === undefined) return <>{given.children}</>;
	return (
		<fieldset class="closed" disabled title={`Needs the role "${roles[lacking].name}"`}>
			{given.children}
		</fieldset>
	);
}

/** Says once on a page why its forms are out of use; nothing for a person who may send what the page is for. */
export function OutOfUse(): VNode | null {
	const { role, page } = useContext(Allowed);
	const hasForms = Object.keys(page.actions ?? {}).length > 0;
	if (!hasForms || mayDo(role, page.role ?? 'approve')) return null;
	return (
		<p class="hint">
			You {roles[role].name.toLowerCase()}. Forms that need more are disabled. Somebody who may change settings can give
			you another role.
		</p>
	);
}
