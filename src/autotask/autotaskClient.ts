import type { DatabaseId } from '../domain/ids';
import { type AskOptions, createAsk } from '../http/ask';
import type { AutotaskPort } from '../ports/autotask/autotask';
import type { Clock } from '../ports/clock';
import { chargesByKey, chargesOfStores, createCharge } from './charges';
import { checkChargeTarget, searchChargeTargets } from './chargeTargets';
import {
	activeContacts,
	companiesById,
	companiesByNumber,
	companiesLike,
	companyProfiles,
	countries,
	currencies,
	customerCompanies,
	searchCompanies,
} from './companies';
import { contractsBy, contractServices, unitRows } from './contracts';
import { adjustUnits, createContract, createContractService, repeatContractService } from './contractWrites';
import { hourlyUse } from './hourlyUse';
import { writesUnder } from './keyedWrites';
import type { AutotaskLimits } from './limits';
import type { MetadataCache } from './metadataCache';
import { AutotaskPicklists } from './picklists';
import {
	createService,
	hidesCosts,
	searchServices,
	serviceBillingCodes,
	servicesByExternalId,
	servicesById,
	servicesLike,
} from './services';
import type { Tenant } from './tenant';

export interface AutotaskClientOptions extends Pick<
	AskOptions,
	'send' | 'clock' | 'patience' | 'timeoutMs' | 'signal'
> {
	/** The zone that the credential holds; pages outside it are refused. */
	readonly zone: { readonly url: string; readonly ci: DatabaseId };
	/** Those of the Autotask database, shared by all clients of the process. */
	readonly limits: AutotaskLimits;
	/** That of the Autotask database, shared by all clients of the process. */
	readonly metadata: MetadataCache;
	readonly clock: Clock;
}

/** The method of the port that has this name. */
type Method<Name extends keyof AutotaskPort> = AutotaskPort[Name];

/** Autotask's REST interface, as far as the sync needs it. The port says what each method promises. */
export class AutotaskClient implements AutotaskPort {
	readonly databaseId: DatabaseId;
	private readonly tenant: Tenant;
	private sent = 0;

	constructor(options: AutotaskClientOptions) {
		const ask = createAsk({
			...options,
			system: 'Autotask',
			send: async (request) => {
				this.sent += 1;
				return await options.send(request);
			},
		});
		const { limits, metadata, zone } = options;
		const querying = { ask, limits, zoneUrl: zone.url };
		this.databaseId = zone.ci;
		this.tenant = { ...querying, metadata, picklists: new AutotaskPicklists(querying, metadata) };
	}

	requestCount: Method<'requestCount'> = () => this.sent;
	hourlyUse: Method<'hourlyUse'> = async () => await hourlyUse(this.tenant);
	hidesCosts: Method<'hidesCosts'> = async () => await hidesCosts(this.tenant);
	writesUnder: Method<'writesUnder'> = async (prefix, newest) => await writesUnder(this.tenant, prefix, newest);

	companies: Method<'companies'> = async (ids, unread) => await companiesById(this.tenant, ids, unread);
	companiesByNumber: Method<'companiesByNumber'> = async (numbers, unread) =>
		await companiesByNumber(this.tenant, numbers, unread);
	companiesLike: Method<'companiesLike'> = async (asked) => await companiesLike(this.tenant, asked);
	searchCompanies: Method<'searchCompanies'> = async (text, limit) => await searchCompanies(this.tenant, text, limit);
	companyProfiles: Method<'companyProfiles'> = async (ids) => await companyProfiles(this.tenant, ids);
	customerCompanies: Method<'customerCompanies'> = async (search, after) =>
		await customerCompanies(this.tenant, search, after);
	contacts: Method<'contacts'> = async (companies) => await activeContacts(this.tenant, companies);
	countries: Method<'countries'> = async () => await countries(this.tenant);
	currencies: Method<'currencies'> = async (unread) => await currencies(this.tenant, unread);

	contracts: Method<'contracts'> = async (companies, unread) =>
		await contractsBy(this.tenant, 'companyID', companies, unread);
	contractsByNumber: Method<'contractsByNumber'> = async (numbers, unread) =>
		await contractsBy(this.tenant, 'contractNumber', numbers, unread);
	contractsById: Method<'contractsById'> = async (ids, unread) => await contractsBy(this.tenant, 'id', ids, unread);
	contractServices: Method<'contractServices'> = async (ids, unread) =>
		await contractServices(this.tenant, ids, unread);
	unitRows: Method<'unitRows'> = async (contracts, window, unread) =>
		await unitRows(this.tenant, contracts, window, unread);
	adjust: Method<'adjust'> = async (adjustment, options = {}) => await adjustUnits(this.tenant, adjustment, options);
	createContractService: Method<'createContractService'> = async (line, options = {}) =>
		await createContractService(this.tenant, line, options);
	repeatContractService: Method<'repeatContractService'> = async (line, options = {}) =>
		await repeatContractService(this.tenant, line, options);
	createContract: Method<'createContract'> = async (contract, options = {}) =>
		await createContract(this.tenant, contract, options);

	services: Method<'services'> = async (ids, unread) => await servicesById(this.tenant, ids, unread);
	servicesByExternalId: Method<'servicesByExternalId'> = async (ids, unread) =>
		await servicesByExternalId(this.tenant, ids, unread);
	servicesLike: Method<'servicesLike'> = async (asked) => await servicesLike(this.tenant, asked);
	serviceBillingCodes: Method<'serviceBillingCodes'> = async () => await serviceBillingCodes(this.tenant);
	createService: Method<'createService'> = async (service, options = {}) =>
		await createService(this.tenant, service, options);
	searchServices: Method<'searchServices'> = async (text, limit) => await searchServices(this.tenant, text, limit);

	chargesByKey: Method<'chargesByKey'> = async (keys, unread) => await chargesByKey(this.tenant, keys, unread);
	chargesOfStores: Method<'chargesOfStores'> = async (contracts, texts, unread) =>
		await chargesOfStores(this.tenant, contracts, texts, unread);
	checkChargeTarget: Method<'checkChargeTarget'> = async (target) => await checkChargeTarget(this.tenant, target);
	searchChargeTargets: Method<'searchChargeTargets'> = async (kind, text, limit) =>
		await searchChargeTargets(this.tenant, kind, text, limit);
	createCharge: Method<'createCharge'> = async (charge, options = {}) =>
		await createCharge(this.tenant, charge, options);
}
