import type { VNode } from 'preact';
import type { CompanyContact, CompanyProfile } from '../../domain/mapping/companyProfile';
import { address } from '../address';
import { Badge } from '../parts/badge';
import { TextField } from '../parts/fields';
import { Hidden, PostForm } from '../postForm';
import { addressText } from './candidateList';
import { importsAddress } from './importsAddress';

function ContactOption({ contact, isChosen }: { readonly contact: CompanyContact; readonly isChosen: boolean }): VNode {
	return (
		<label class="tick">
			<input type="radio" name="contactId" value={String(contact.id)} checked={isChosen} />
			<span>
				{contact.firstName} {contact.lastName}{' '}
				<span class="soft small">
					({contact.email}
					{contact.isPrimary ? ', primary contact' : ''})
				</span>
			</span>
		</label>
	);
}

/** What was typed; never the password. */
export interface TypedImport {
	readonly contactId: string;
	readonly login: string;
	readonly notifyEmail: string;
}

function CompanyFacts({
	company,
	country,
}: {
	readonly company: CompanyProfile;
	readonly country: string | undefined;
}): VNode {
	const facts: readonly (readonly [string, string | undefined])[] = [
		['Company', `${company.name} (${company.id})`],
		['Company number', company.companyNumber],
		['Phone', company.phone],
		['Address', addressText(company) || undefined],
		['Country', country],
	];
	return (
		<table>
			<caption>As Autotask has it</caption>
			<tbody>
				{facts.map(([name, value]) => (
					<tr>
						<th scope="row">{name}</th>
						<td>{value ?? <Badge mood="wait">missing</Badge>}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** The login that the administrator gets, or none. */
function AccessFields({ login }: { readonly login: string }): VNode {
	return (
		<fieldset>
			<legend>Access details</legend>
			<p class="hint">Leave both empty, and the marketplace makes a login itself.</p>
			<TextField
				name="login"
				label="Login"
				value={login}
				maxLength={256}
				hint="At least 5 letters, digits or signs _ . @ -; it may be an e-mail address"
			/>
			<TextField
				name="password"
				label="Password"
				type="password"
				maxLength={255}
				hint="At least 7 characters: small and capital letters, digits and special characters. It goes to the marketplace and is written nowhere."
			/>
		</fieldset>
	);
}

function ImportForm(given: {
	readonly company: CompanyProfile;
	readonly contacts: readonly CompanyContact[];
	readonly typed: TypedImport;
	/** The way back. */
	readonly back: VNode;
	readonly token: string;
}): VNode {
	const { company, contacts, typed, back, token } = given;
	return (
		<PostForm token={token} action="import">
			<Hidden values={{ companyId: company.id }} />
			<fieldset>
				<legend>Administrative contact</legend>
				{contacts.map((contact) => (
					<ContactOption contact={contact} isChosen={typed.contactId === String(contact.id)} />
				))}
			</fieldset>
			<AccessFields login={typed.login} />
			<TextField
				name="notifyEmail"
				label="Notification e-mail"
				type="email"
				value={typed.notifyEmail}
				maxLength={254}
				hint="Where the marketplace writes to; empty takes that of the contact"
			/>
			<div class="row">
				<button class="main">Import</button>
				{back}
			</div>
		</PostForm>
	);
}

/** Imports one company: its administrator, how that one logs in, and where notifications go. */
export function ImportOneView(given: {
	readonly company: CompanyProfile;
	readonly country: string | undefined;
	readonly lacks: readonly string[];
	readonly namesake: string | undefined;
	/** Those with names and e-mail. */
	readonly contacts: readonly CompanyContact[];
	readonly typed: TypedImport;
	readonly search: string;
	readonly token: string;
}): VNode {
	const { company, country, lacks, namesake, contacts, typed, search, token } = given;
	const back = <a href={importsAddress({ search })}>Back to the list</a>;
	if (lacks.length > 0)
		return (
			<>
				<CompanyFacts company={company} country={country} />
				<p>It cannot be imported: it lacks {lacks.join(', ')}. Fill that in in Autotask, then load this page again.</p>
				<p>{back}</p>
			</>
		);
	return (
		<>
			<CompanyFacts company={company} country={country} />
			{namesake === undefined ? null : (
				<p>
					The marketplace has a customer of this name already ({namesake}). Where it is the same one,{' '}
					<a href={address('customers', { map: namesake })}>map it</a> instead.
				</p>
			)}
			<ImportForm company={company} contacts={contacts} typed={typed} back={back} token={token} />
		</>
	);
}
