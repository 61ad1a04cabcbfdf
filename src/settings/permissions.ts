/**
 * Permissions of users by API name: fields of PermissionSet without `Permissions`. Source: Object Reference and Field Reference
 * for Salesforce, PermissionSet; features bring more, which say nothing of apps.
 */
export const permissionNames: ReadonlySet<string> = new Set(
  `
AccessCMC AccessContentBuilder AccessGeniePlatform AccessIdpCrudApi ActivateContract ActivateOrder
ActivateSystemModeFlows ActivitiesAccess AddAnalyticsRemoteConnections AddDirectMessageMembers
AgentforceServiceAgentUser AllowEmailIC AllowLightningLogin AllowUniversalSearch AllowViewEditConvertedLeads
AllowViewKnowledge ApexRestServices ApiEnabled ApiUserOnly ApprovalAdmin ApprovalDesigner ArchiveArticles
AssignPermissionSets AssignTopics AuthorApex AutomaticActivityCapture BotManageBots BotManageBotsTrainingData
BulkApiHardDelete BulkMacrosAllowed BypassEmailApproval BypassMFAForUiLogins CampaignInfluence2
CanApproveFeedPost CanApproveUninstalledApps CanDoActAsUser CanEditDataPrepRecipe CanInsertFeedSystemFields
CanUseNewDashboardBuilder CanVerifyComment ChangeDashboardColors ChatterComposeUiCodesnippet ChatterEditOwnPost
ChatterEditOwnRecordPost ChatterFileLink ChatterInternalUser ChatterInviteExternalUsers ChatterOwnGroups
ClientSecretRotation CloseConversations ConfigCustomRecs ConnectOrgToEnvironmentHub ConsentApiUpdate
ContentAdministrator ContentHubUser ContentWorkspaces ConvertLeads CreateCustomizeDashboards
CreateCustomizeFilters CreateCustomizeReports CreateDashboardFolders CreateReportFolders CreateReportInLightning
CreateTopics CreateWorkBadgeDefinition CreateWorkspaces CustomMobileAppsAccess CustomizeApplication DataExport
DebugApex DelegatedPortalUserAdmin DelegatedTwoFactor DeleteActivatedContract DeleteTopics
DistributeFromPersWksp EditActivatedOrders EditBrandTemplates EditCaseComments EditEvent EditHtmlTemplates
EditKnowledge EditMyDashboards EditMyReports EditOppLineItemUnitPrice EditPublicDocuments EditPublicFilters
EditPublicTemplates EditReadonlyFields EditTask EditTopics EmailAdministration EmailMass EmailSingle
EmailTemplateManagement EnableCommunityAppLauncher EnableNotifications ExportReport ExternalClientAppAdmin
ExternalClientAppDeveloper ExternalClientAppViewer FeedPinning FlowUFLRequired ForceTwoFactor GovernNetworks HideReadByList IdentityConnect IdentityEnabled
ImportCustomObjects ImportLeads ImportPersonal InboundMigrationToolsUser InsightsAppAdmin
InsightsAppDashboardEditor InsightsAppEltEditor InsightsAppUploadUser InsightsAppUser InsightsCreateApplication
InstallPackaging IotUser LightningConsoleAllowedForUser LightningExperienceUser ListEmailSend
LtngPromoReserved01UserPerm ManageAnalyticSnapshots ManageAuthProviders ManageBusinessHourHolidays
ManageCallCenters ManageCases ManageCategories ManageCertificates ManageChatterMessages ManageContentPermissions
ManageContentProperties ManageContentTypes ManageCssUsers ManageCustomPermissions ManageCustomReportTypes
ManageCustomerDataOptOut ManageDashbdsInPubFolders ManageDataCategories ManageDataIntegrations
ManageEmailClientConfig ManageEntitlements ManageExchangeConfig ManageHealthCheck ManageInteraction
ManageInternalUsers ManageIpAddresses ManageKnowledge ManageKnowledgeImportExport ManageLeads
ManageLoginAccessPolicies ManageMobile ManageNamedCredentials ManageNetworks ManagePasswordPolicies
ManageProfilesPermissionsets ManagePropositions ManagePvtRptsAndDashbds ManageRecommendationStrategies
ManageRemoteAccess ManageReportsInPubFolders ManageRoles ManageSandboxes ManageSearchPromotionRules
ManageSessionPermissionSets ManageSharing ManageSolutions ManageSurveys ManageSynonyms ManageTemplatedApp
ManageTwoFactor ManageUnlistedGroups ManageUsers MassInlineEdit MergeTopics ModerateChatter ModerateNetworkUsers
ModifyAllData ModifyDataClassification ModifyMetadata MonitorLoginHistory NewReportBuilder
OutboundMigrationToolsUser Packaging2 PasswordNeverExpires PortalSuperUser PreventClassicExperience
PrivacyDataAccess RecordVisibilityAPI RemoveDirectMessageMembers ResetPasswords RunFlow RunReports SalesConsole
ScheduleJob ScheduleReports SelectFilesFromSalesforce SendAnnouncementEmails SendSitRequests
ShareInternalArticles ShowCompanyNameAsUserBadge SkipIdentityConfirmation SolutionImport SubmitMacrosAllowed
SubscribeDashboardToOtherUsers SubscribeReportToOtherUsers SubscribeReportsRunAsUser
SubscribeToLightningDashboards SubscribeToLightningReports TransactionSecurityExempt TransactionalEmailSend
TransferAnyCase TransferAnyEntity TransferAnyLead TwoFactorApi UseAnyApiAuth UseAnyApiClient
UseSetupWithAgentforce UseTeamReassignWizards UseTemplatedApp UseWebLink ViewAccessPolicies ViewAllActivities
ViewAllCalls ViewAllCustomSettings ViewAllData ViewAllFieldsGlobal ViewAllForecasts ViewAllForeignKeyNames
ViewAllNonSetupFlows ViewAllProfiles ViewAllUsers ViewAnomalyEvents ViewArchivedArticles ViewCaseInteraction
ViewClientSecret ViewConsumption ViewContent ViewDataAssessment ViewDataCategories ViewDataLeakageEvents
ViewDeveloperName ViewDraftArticles ViewEncryptedData ViewEventLogFiles ViewHealthCheck ViewHelpLink
ViewLicenseUtilization ViewMyTeamsDashboards ViewNonSetupFlow ViewOnlyEmbeddedAppUser ViewPlatformEvents
ViewPrivateStaticResources ViewPublicDashboards ViewPublicReports ViewRecommendations
ViewRestrictionAndScopingRules ViewRoles ViewSecurityCommandCenter ViewSetup ViewTrustMeasures ViewUserPII
WaveTabularDownload WaveTrendReports
`.match(/\w+/g),
);

/** Labels of Setup that are not the API name with spaces. Source: Field Reference for Salesforce, PermissionSet. */
const labels: Readonly<Record<string, string>> = {
  'api only user': 'ApiUserOnly',
  'manage connected apps': 'ManageRemoteAccess',
  'modify metadata through metadata api functions': 'ModifyMetadata',
  'view setup and configuration': 'ViewSetup',
  'view roles and role hierarchy': 'ViewRoles',
  'approve uninstalled connected apps': 'CanApproveUninstalledApps',
  'create and set up experiences': 'ManageNetworks',
  'view external client app consumer secrets in metadata': 'ViewClientSecret',
  'view real-time event monitoring data': 'ViewDataLeakageEvents',
  'view all external client apps': 'ExternalClientAppViewer',
  'view concealed field data': 'ViewUserPII',
  'multi-factor authentication for api logins': 'TwoFactorApi',
};

const byWords: ReadonlyMap<string, string> = new Map(
  [...permissionNames].map((name) => [name.toLowerCase(), name]),
);

/** The permission that a label of Setup, or an API name in another spelling, means; undefined for none. */
export function permissionOfLabel(label: string): string | undefined {
  const known = labels[label.trim().toLowerCase()];
  return known ?? byWords.get(label.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase());
}
