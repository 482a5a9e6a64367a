import type { VNode } from 'preact';
import { type Role, roleNames, roles } from '../../domain/people/role';
import type { StoredPerson } from '../../ports/store/people';
import { CardTable } from '../parts/cardTable';
import { Choice, TextField } from '../parts/fields';
import { At } from '../zone';
import { useLacking } from '../allowed';
import { PostForm } from '../postForm';

interface Given {
	readonly people: readonly StoredPerson[];
	/** The owner's login; absent where the page was not asked for through the trigger: then no password can be made. */
	readonly owner: string | undefined;
	readonly token: string;
}

const options = roleNames.map((role) => ({ value: role, name: roles[role].name }));

function RoleForm({ name, role, at, token }: { name: string; role: Role; at: number; token: string }): VNode {
	return (
		<PostForm token={token} action="changeRole">
			<input type="hidden" name="person" value={name} />
			<div class="choice">
				<select name="role" id={`role-${at}`} aria-label={`Role of ${name}`}>
					{options.map((option) => (
						<option value={option.value} selected={option.value === role}>
							{option.name}
						</option>
					))}
				</select>
				<button aria-label={`Save the role of ${name}`}>Save</button>
			</div>
		</PostForm>
	);
}

function Ways({ name, token }: { readonly name: string; readonly token: string }): VNode {
	return (
		<details>
			<summary aria-label={`New password or removal of ${name}`}>More</summary>
			<PostForm token={token} action="newPassword">
				<input type="hidden" name="person" value={name} />
				<p>
					<button>{`Make a new password for ${name}`}</button>
				</p>
			</PostForm>
			<PostForm token={token} action="removePerson">
				<input type="hidden" name="person" value={name} />
				<p>
					<button class="risky">{`Remove ${name}`}</button>
				</p>
			</PostForm>
		</details>
	);
}

function Table({ people, owner, token, isOpen }: Given & { readonly isOpen: boolean }): VNode {
	return (
		<CardTable
			caption="Who may open the pages of this connection"
			heads={['Name', 'Role', 'Last changed', 'Changed by']}
			{...(isOpen ? { links: 'More' } : {})}
		>
			<tbody>
				{owner === undefined ? null : (
					<tr>
						<td class="head">{owner}</td>
						<td data-label="Role">Owner: the login of the credential in n8n</td>
						<td class="none" />
						<td class="none" />
						{isOpen ? <td class="none" /> : null}
					</tr>
				)}
				{people.map(({ name, role, at, by }, index) => (
					<tr>
						<td class="head">{name}</td>
						<td data-label="Role">
							{isOpen ? <RoleForm name={name} role={role} at={index} token={token} /> : roles[role].name}
						</td>
						<td class="short" data-label="Last changed">
							<At at={at} />
						</td>
						<td data-label="Changed by">{by}</td>
						{isOpen ? (
							<td>
								<Ways name={name} token={token} />
							</td>
						) : null}
					</tr>
				))}
			</tbody>
		</CardTable>
	);
}

function AddForm({ token }: { readonly token: string }): VNode {
	return (
		<PostForm token={token} action="addPerson">
			<h3>Add a person</h3>
			<div class="row">
				<TextField name="person" label="Name" required maxLength={100} />
				<Choice name="role" label="Role" value="approve" options={options} />
				<button class="main">Add and make a password</button>
			</div>
			<p class="hint">
				{roleNames.map((role) => `${roles[role].name}: ${roles[role].help.toLowerCase()}.`).join(' ')} A second approver
				needs a name of their own.
			</p>
		</PostForm>
	);
}

/** Why this page makes no people; nothing where the reason is the person's role, which the page says once. */
function Elsewhere({ owner }: Pick<Given, 'owner'>): VNode | null {
	if (owner !== undefined) return null;
	return (
		<p class="hint">
			To give people a login each, serve the pages with the node Marketplace Pages Trigger: it keeps no execution, so
			that a password can be shown.
		</p>
	);
}

/** People with a login each, and the forms that make, change and remove them for a person who may. */
export function People(given: Given): VNode {
	const { people, owner, token } = given;
	const isOpen = useLacking('addPerson') === undefined && owner !== undefined;
	return (
		<section aria-labelledby="group-people">
			<h2 id="group-people">People</h2>
			{people.length === 0 && owner === undefined ? null : <Table {...given} isOpen={isOpen} />}
			{isOpen ? <AddForm token={token} /> : <Elsewhere owner={owner} />}
		</section>
	);
}

/** A password, shown once. */
export function MadePassword({ name, password }: { readonly name: string; readonly password: string }): VNode {
	return (
		<>
			<dl class="line">
				<div>
					<dt>Name</dt>
					<dd>{name}</dd>
				</div>
				<div>
					<dt>Password</dt>
					<dd>
						<code>{password}</code>
					</dd>
				</div>
			</dl>
			<p>Give both to the person now. The password is not stored and not shown again. If it is lost, make a new one.</p>
			<p>
				<a href="settings#group-people">Back to People</a>
			</p>
		</>
	);
}
