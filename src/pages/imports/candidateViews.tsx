import type { VNode } from 'preact';
import type { CompanyContact, CompanyProfile } from '../../domain/companyProfile';
import type { ImportCandidate } from '../../sync/importCandidates';
import { address } from '../address';
import { Badge, Hidden, PostForm, TextField } from '../parts';

const path = 'import-customers';

/** The address of the page in that state. */
export function importsAddress(state: Readonly<Record<string, string | number | undefined>>): string {
	return address(path, state);
}

function addressText({ addressLine, postalCode, city }: CompanyProfile): string {
	return [addressLine, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

function CandidateRow(given: { readonly candidate: ImportCandidate; readonly search: string }): VNode {
	const { company, lacks } = given.candidate;
	return (
		<tr>
			<td data-label="Company">
				<strong>{company.name}</strong>
				<br />
				<span class="soft small">
					{company.id}
					{company.companyNumber === undefined ? '' : `, number ${company.companyNumber}`}
				</span>
			</td>
			<td data-label="Address">{addressText(company) || <span class="soft">-</span>}</td>
			<td data-label="Profile">
				{lacks.length === 0 ? <Badge mood="good">complete</Badge> : <Badge mood="wait">incomplete</Badge>}
				{lacks.length === 0 ? null : <div class="small">Lacks {lacks.join(', ')}</div>}
			</td>
			<td data-label="">
				<a
					href={importsAddress({ search: given.search, import: company.id })}
					aria-label={`${lacks.length === 0 ? 'Import' : 'Look at'} ${company.name}`}
				>
					{lacks.length === 0 ? 'Import' : 'Look at'}
				</a>
			</td>
		</tr>
	);
}

function CandidateTable({
	candidates,
	search,
}: {
	readonly candidates: readonly ImportCandidate[];
	readonly search: string;
}): VNode {
	return (
		<table class="cards">
			<caption>Companies of Autotask that are no customers of the marketplace yet</caption>
			<thead>
				<tr>
					<th>Company</th>
					<th>Address</th>
					<th>Profile</th>
					<th>
						<span class="soft">Import</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{candidates.map((candidate) => (
					<CandidateRow candidate={candidate} search={search} />
				))}
			</tbody>
		</table>
	);
}

/** Companies that the marketplace does not have: the first ones, a search, and the way to import all. */
export function CandidateList(given: {
	readonly candidates: readonly ImportCandidate[];
	readonly hasMore: boolean;
	readonly search: string;
	readonly token: string;
	/** The run that is under way, or how the last one ended. */
	readonly run: VNode | null;
	readonly isRunning: boolean;
}): VNode {
	const { candidates, hasMore, search, token, run, isRunning } = given;
	const none =
		search === '' ? 'Every company that is a customer in Autotask is in the marketplace.' : 'No company fits.';
	return (
		<>
			{run}
			<form method="get" action={path} class="row" role="search">
				<TextField
					name="search"
					label="Search Autotask companies"
					type="search"
					value={search}
					maxLength={100}
					hint="Part of the name; active companies of the type Customer"
				/>
				<button class="main">Search</button>
			</form>
			{candidates.length === 0 ? <p>{none}</p> : <CandidateTable candidates={candidates} search={search} />}
			{hasMore ? <p class="soft">These are the first {candidates.length}. Search for others.</p> : null}
			{isRunning ? null : (
				<>
					<h2>Import all</h2>
					<p>
						Takes every company whose profile is complete, ten at a time, and lists the others with what each lacks. The
						administrator is the primary contact; the marketplace makes login and password.
					</p>
					<div class="row">
						<PostForm token={token} action="importAll">
							<button class="main">Import all that are complete</button>
						</PostForm>
						<PostForm token={token} action="load">
							<button>Load customers from the marketplace</button>
						</PostForm>
					</div>
				</>
			)}
		</>
	);
}

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
			<PostForm token={token} action="import">
				<Hidden values={{ companyId: company.id }} />
				<fieldset>
					<legend>Administrative contact</legend>
					{contacts.map((contact) => (
						<ContactOption contact={contact} isChosen={typed.contactId === String(contact.id)} />
					))}
				</fieldset>
				<fieldset>
					<legend>Access details</legend>
					<p class="hint">Leave both empty, and the marketplace makes a login itself.</p>
					<TextField
						name="login"
						label="Login"
						value={typed.login}
						maxLength={256}
						hint="At least 5 letters, digits or signs _ . @ -; it may be an e-mail address"
					/>
					<TextField
						name="password"
						label="Password"
						type="password"
						maxLength={255}
						hint="At least 7 characters: small and capital letters, digits and special characters. It is not kept."
					/>
				</fieldset>
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
		</>
	);
}
