import { escapeHtml, htmlPage, htmlTable, shownInstant } from '../../html';
import { htmlAnswer, type Answer } from '../../http';
import type { RequestLog } from '../../requestLog';
import { dayOf } from '../tenant/calendar';
import type { Tenant } from '../tenant/tenant';

const links =
	'<nav><a href="/">Requests</a><a href="/contracts">Contract lines</a><a href="/admin/state">State as JSON</a></nav>';

/** The page that lists writes and requests, newest first. */
export function requestsPage(log: RequestLog): Answer {
	const newest = [...log.entries].reverse();
	const row = (one: (typeof newest)[number]): (string | number | { html: string })[] => [
		one.n,
		shownInstant(one.time),
		one.method,
		one.path,
		one.kind,
		one.status,
		one.ms,
	];
	const head = ['n', 'time (UTC)', 'method', 'path', 'kind', 'status', 'ms'];
	const writes = newest.filter((one) => one.kind === 'write');
	const bodies = writes.map((one) => [
		...row(one),
		{ html: `<code>${escapeHtml(JSON.stringify(one.body ?? null))}</code>` },
	]);
	return htmlAnswer(
		200,
		htmlPage(
			'Simulated Autotask: requests',
			`${links}<h2>${writes.length} writes</h2>${htmlTable([...head, 'body'], bodies)}
<h2>${newest.length} requests</h2>${htmlTable(head, newest.slice(0, 500).map(row))}`,
		),
	);
}

/** The page that shows each contract's lines with their rows. */
export function contractsPage(tenant: Tenant): Answer {
	const contracts = [...tenant.table('Contracts').values()].sort((a, b) => Number(a.id) - Number(b.id));
	const parts = contracts.map((contract) => {
		const id = Number(contract.id);
		const company = tenant.row('Companies', contract.companyID)?.companyName;
		const frame = `${dayOf(contract.startDate)} to ${dayOf(contract.endDate)}`;
		const title = `${escapeHtml(company)}: ${escapeHtml(contract.contractName)} (${id}), ${frame}`;
		return `<h2>${title}</h2>${tenant
			.linesOf(id)
			.map((line) => lineTable(tenant, line))
			.join('')}${chargesTable(tenant, id)}`;
	});
	return htmlAnswer(200, htmlPage('Simulated Autotask: contract lines', links + parts.join('\n')));
}

function lineTable(tenant: Tenant, line: ReturnType<Tenant['linesOf']>[number]): string {
	const service = tenant.known('Services', line.serviceId).name;
	const text = tenant.known('ContractServices', line.id).invoiceDescription ?? '';
	const rows = tenant
		.rowsOf(line)
		.map((row) => [
			row.start,
			row.end,
			row.units,
			row.unitPrice,
			row.price,
			row.cost,
			row.postedAt === null ? '' : 'posted',
		]);
	const head = ['from', 'to', 'units', 'unit price', 'price', 'cost', ''];
	return `<details open><summary>${escapeHtml(service)} (line ${line.id}) ${escapeHtml(text)}</summary>${htmlTable(head, rows)}</details>`;
}

function chargesTable(tenant: Tenant, contractId: number): string {
	const charges = [...tenant.table('ContractCharges').values()].filter((one) => one.contractID === contractId);
	if (charges.length === 0) return '';
	const rows = charges.map((one) => [
		dayOf(one.datePurchased),
		String(one.name),
		Number(one.unitQuantity),
		Number(one.unitPrice),
		Number(one.billableAmount),
		one.isBilled === true ? 'billed' : '',
	]);
	return `<p>Charges</p>${htmlTable(['date', 'name', 'quantity', 'price', 'amount', ''], rows)}`;
}
