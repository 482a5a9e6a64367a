import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { mayDo, type Role, roles } from '../domain/people/role';
import type { Page } from './page';

/** What the forms of a page are shown for: the page, and what the person may do. */
export const Allowed = createContext<{ readonly role: Role; readonly page: Pick<Page, 'role' | 'needs'> }>({
	role: 'settings',
	page: {},
});

/** What a person needs for an action of a page. A page says it once; the header's check needs what the board says. */
export function neededFor({ role = 'approve', needs }: Pick<Page, 'role' | 'needs'>, action: string): Role {
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
