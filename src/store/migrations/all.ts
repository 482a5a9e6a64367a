import type { Migration } from 'kysely';
import * as initial from './0001_initial';
import * as leftLines from './0002_left_lines';
import * as contractCreations from './0003_contract_creations';
import * as offers from './0004_offers';
import * as pageForms from './0005_pageForms';
import * as customers from './0006_customers';
import * as products from './0007_products';
import * as approvedPlans from './0008_approvedPlans';
import * as imports from './0010_imports';
import * as owed from './0011_owed';
import * as costBefore from './0012_cost_before';
import * as writtenUpTo from './0013_written_up_to';
import * as askedOrders from './0014_asked_orders';
import * as wideUnits from './0015_wide_units';
import * as exclusions from './0016_exclusions';
import * as hiddenCosts from './0017_hidden_costs';
import * as marketplaces from './0018_marketplaces';
import * as settings from './0019_settings';
import * as productPrices from './0020_product_prices';
import * as figures from './0022_figures';
import * as firstApprovals from './0023_first_approvals';
import * as people from './0024_people';

/** In order; one that was released is never edited, a later one changes what it made. */
export const migrations: Readonly<Record<string, Migration>> = {
	'0001_initial': initial,
	'0002_left_lines': leftLines,
	'0003_contract_creations': contractCreations,
	'0004_offers': offers,
	'0005_pageForms': pageForms,
	'0006_customers': customers,
	'0007_products': products,
	'0008_approvedPlans': approvedPlans,
	'0010_imports': imports,
	'0011_owed': owed,
	'0012_cost_before': costBefore,
	'0013_written_up_to': writtenUpTo,
	'0014_asked_orders': askedOrders,
	'0015_wide_units': wideUnits,
	'0016_exclusions': exclusions,
	'0017_hidden_costs': hiddenCosts,
	'0018_marketplaces': marketplaces,
	'0019_settings': settings,
	'0020_product_prices': productPrices,
	'0022_figures': figures,
	'0023_first_approvals': firstApprovals,
	'0024_people': people,
};
