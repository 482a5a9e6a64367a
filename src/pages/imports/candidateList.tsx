import type { VNode } from 'preact';
import type { CompanyProfile } from '../../domain/mapping/companyProfile';
import type { ImportCandidate } from '../../sync/importing/importCandidates';
import { Badge } from '../parts/badge';
import { CardTable } from '../parts/cardTable';
import { TextField } from '../parts/fields';
import { PostForm } from '../postForm';
import { importsAddress } from './importsAddress';

/** Street, postal code and city in one line; empty where Autotask has none of them. */
export function addressText({ addressLine, postalCode, city }: CompanyProfile): string {
	return [addressLine, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

function CandidateRow(given: { readonly candidate: ImportCandidate; readonly search: string }): VNode {
	const { company, lacks } = given.candidate;
	return (
		<tr>
			<td data-label="Company" class="head">
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
		<CardTable
			caption="Companies of Autotask that are no customers of the marketplace yet"
			heads={['Company', 'Address', 'Profile']}
			links="Import"
		>
			<tbody>
				{candidates.map((candidate) => (
					<CandidateRow candidate={candidate} search={search} />
				))}
			</tbody>
		</CardTable>
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
			<form method="get" action="import-customers" class="row" role="search">
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
