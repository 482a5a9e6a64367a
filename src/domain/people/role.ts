/** What a person may do on the pages; each role may also do what those before it may. */
export const roles = {
	look: { name: 'May look', help: 'Sees all pages and files' },
	approve: { name: 'May approve', help: 'Maps, changes plans, approves and writes, ignores, stops writing' },
	settings: { name: 'May change settings', help: 'Changes settings and makes people, too' },
} as const;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as Role[];

export function isRole(text: string): text is Role {
	return Object.hasOwn(roles, text);
}

/** Whether a person with that role may do what needs another one. */
export function mayDo(role: Role, needed: Role): boolean {
	return roleNames.indexOf(role) >= roleNames.indexOf(needed);
}
