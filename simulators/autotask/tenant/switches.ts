/**
 * How the simulated Autotask behaves where its documents leave it open, or where tenants differ.
 * Each switch names its positions, the default, and why both exist.
 */
export const switchTable = {
	freshLineUnits: {
		positions: [0, 1],
		default: 0,
		why: 'Not documented: what a contract service holds right after POST Contracts/{id}/Services, from the contract start on.',
	},
	adjustedPrice: {
		positions: ['changesRateFromDate', 'ignored'],
		default: 'changesRateFromDate',
		why: 'Live flows reprice a line by adjustedUnitPrice; older vendor text says that adjustments change quantity only.',
	},
	postedPeriods: {
		positions: ['catchUp', 'refuse'],
		default: 'catchUp',
		why: 'Changes into a posted period were seen to be accepted and billed by a catch-up line; whether Autotask ever refuses them is not documented.',
	},
	catchUpRows: {
		positions: ['split', 'beside'],
		default: 'split',
		why: 'Not documented: whether a change into a posted period splits its unit rows, or leaves them and adds rows of what has come since beside them.',
	},
	sameDate: {
		positions: ['refused', 'accepted'],
		default: 'refused',
		why: 'A second adjustment of a line on one date was seen to be refused; no document says so.',
	},
	midPeriod: {
		positions: ['split', 'refused'],
		default: 'split',
		why: 'Vendors mention a tenant setting that allows prorated transactions; no API field shows it.',
	},
	rowDecimals: {
		positions: ['four', 'two', 'fourPerUnit'],
		default: 'four',
		why: 'Amounts are stored with four decimals; not documented whether those of a unit row are, its total or what a unit comes to on its days.',
	},
	cutPeriodProration: {
		positions: ['wholeGridPeriod', 'cutPeriod'],
		default: 'wholeGridPeriod',
		why: 'Not documented: whether a period cut by the end of the contract is charged by days of the whole period or in full.',
	},
	periodMismatch: {
		positions: ['refused', 'accepted'],
		default: 'refused',
		why: 'Not documented: a service with another period type than its contract.',
	},
	repeatService: {
		positions: ['allowed', 'refused', 'refusedAnyWay'],
		default: 'allowed',
		why: 'Contracts/{id}/Services has no allowRepeatService field; whether a second line of one service is accepted there is not documented, nor whether an adjustment with that field always makes one.',
	},
	adjustedPriceInQueries: {
		positions: ['absent', 'returned'],
		default: 'absent',
		why: 'The vendor page lists ContractServices.adjustedPrice; live queries do not return it.',
	},
	rowLineId: {
		positions: ['present', 'absentOnEndedRows'],
		default: 'present',
		why: 'Some unit rows were seen without contractServiceID.',
	},
	invoiceDescriptionRead: {
		positions: ['own', 'catalogue'],
		default: 'own',
		why: 'Where a line uses the standard invoice description, queries return the text of the service.',
	},
	invoiceDescriptionCap: {
		positions: [1000, 100],
		default: 1000,
		why: 'Metadata says 1000; one integration found 100.',
	},
	negativeCharges: {
		positions: ['accepted', 'refused'],
		default: 'accepted',
		why: 'Not documented: a charge with a negative unit price (a credit).',
	},
	chargeDecimals: {
		positions: [4, 2],
		default: 4,
		why: 'Not documented: whether the API rounds the quantity, price and cost of a charge to two decimals.',
	},
	adjustmentNotes: {
		positions: ['written', 'absent'],
		default: 'written',
		why: 'Each change of units writes a contract note; tenants may differ.',
	},
	contractCurrency: {
		positions: ['company', 'billToCompany'],
		default: 'company',
		why: 'Not documented: whose currency a contract with a bill-to company has.',
	},
	exchangeRate: {
		positions: ['internalPerUnit', 'unitsPerInternal'],
		default: 'internalPerUnit',
		why: 'Not documented in the API pages: which way Currencies.exchangeRate converts.',
	},
	costAccess: {
		positions: ['full', 'none'],
		default: 'full',
		why: 'An API user without access to costs reads empty costs, and costs it writes are dropped silently.',
	},
	hiddenOfOtherBusiness: {
		positions: ['nothing', 'contracts', 'services', 'units'],
		default: 'nothing',
		why: 'An API user limited to some lines of business gets short lists, without an error; which lists is not documented. Contracts of other lines are those with an organizationalLevelAssociationID.',
	},
	picklistNumbers: {
		positions: ['usual', 'shuffled'],
		default: 'usual',
		why: 'Picklist integers differ by tenant; labels do not. Shuffles chargeType and useType.',
	},
	pageOrder: {
		positions: ['idAscending', 'idDescending'],
		default: 'idAscending',
		why: 'Pages are ordered by id; the direction is not documented.',
	},
	followingPages: {
		positions: ['whole', 'empty', 'notFound'],
		default: 'whole',
		why: 'Following pages were seen to answer 404, or 200 without rows, where the first page had named them.',
	},
	lastFullPage: {
		positions: ['namesNone', 'namesEmptyPage'],
		default: 'namesNone',
		why: 'Not documented: whether a last page that is full names a following one, which then has no rows.',
	},
	textComparison: {
		positions: ['ignoresCase', 'exact'],
		default: 'ignoresCase',
		why: 'Not documented: whether text filters ignore case.',
	},
	wrongZone: {
		positions: [401, 404, 301, 307, 'html'],
		default: 401,
		why: 'Right credentials on the wrong zone are refused; the status is not documented, and redirects and web pages were seen.',
	},
	threadRefusal: {
		positions: ['429', 'textIn500', 'codeIn500'],
		default: '429',
		why: 'A call over the thread limit was seen as 429 and as another status with the limit text or the code Itgenatr005.',
	},
	hourlyRefusal: {
		positions: ['429', 'textIn500'],
		default: '429',
		why: 'A call over the hourly limit may come with 429 or with another status and the limit text.',
	},
	retryAfter: {
		positions: ['absent', 'seconds'],
		default: 'absent',
		why: 'No document names a Retry-After header.',
	},
} as const;

type SwitchTable = typeof switchTable;

/** A position for each switch. */
export type Switches = { -readonly [Name in keyof SwitchTable]: SwitchTable[Name]['positions'][number] };

/** All switches in their default positions. */
export function defaultSwitches(): Switches {
	const positions = Object.entries(switchTable).map(([name, one]) => [name, one.default]);
	return Object.fromEntries(positions) as Switches;
}

/**
 * Sets some switches.
 *
 * @throws RangeError for an unknown switch or position.
 */
export function setSwitches(switches: Switches, wanted: Partial<Switches>): void {
	const known: Record<string, { positions: readonly (string | number)[] }> = switchTable;
	for (const [name, position] of Object.entries(wanted)) {
		const one = known[name];
		if (one === undefined) throw new RangeError(`unknown switch: ${name}`);
		if (!one.positions.includes(position)) {
			throw new RangeError(`switch ${name} has no position ${String(position)}; it has ${one.positions.join(', ')}`);
		}
	}
	Object.assign(switches, wanted);
}
