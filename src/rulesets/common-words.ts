// Words that names of apps are full of, whoever made them: of such a word alone no vendor is guessed.

/** Whether a word, in lower case, says nothing of whose an app is. */
export function isCommonWord(word: string): boolean {
  return commonWords.has(word);
}

const commonWords: ReadonlySet<string> = new Set(
  `
able about account accounts action actions active activity add admin admins agent agentforce agents ai all
alliance alpha alto amazon analytics and android any api app apple application applications apps archive asset
assets assistant associate atlas audience audit auth authentication authorization auto automation azure back
backend backup bank banking batch bearer benefit beta big bill billing board book booking bot bots bridge
build builder bulk business buy bypass cache calendar call calls campaign canada capital card care case cases
catalog cdc center central centre chain chat check class clear clearing client clients cloud code coffee
commerce communication communications community company compass compliance config connect connected connection
connections connector connectors consent console contact contacts content contract contracts control controls
copilot copy core corp corporate country course create credential credentials crm custom customer customers
cyber daily dashboard data database datastore date deal deals default delivery demo deploy deployment design
designer desk desktop dev develop developer development device devops dial digital direct directory discovery
dispatch document documents domain drive driver dust duty dynamic easy edge edit edition education einstein
elastic email employee employees endpoint energy engage engine english enterprise environment error europe
event events exchange expense experience export express extension external factory fast fax field file files
fin finance financial fire first fleet flex flow flows food for force form forms forward foundation framework
free fresh from fulfillment function fund future game gateway general generic german gift global gmail
goal golden google graph green grid group growth guard guest guide hand head health help helper high history
home hook hosted hotel house hub human identity image import inbound inbox incident index info inform
information infra ingest inner input insight insights instance insurance integration integrations intelligence
interface internal international internet inventory invoice invoicing ios item job jobs jwt key kiosk
knowledge lab labs lake land language launch law lead leads learning legacy legal level library license life
light lightning link linked list live load loader loan local location log logging logic login logistics logs
loyalty machine mail main manage managed management manager manual map market marketing marketplace master
media meeting meetings member merge message messages messaging meta metrics micro microsoft middleware
migration mobile mode model monitor monitoring motion multi multisource music my name native network networks
new news next node note notification notifications number oauth object office official old on one online open
operations ops orbit order orders org organization our out outbound own package page palo park partner
partners party patient pay payment payments payroll people performance person phone pilot pipeline plan
planner planning platform play plus point points policy pool portal post power premium prime print pro process
processor procurement prod product production products profile program project projects property provider
provisioning proxy public publish publisher purchase push python quality query queue quick quote quotes rapid
react read real record records refresh region registration relay release remote rent report reporting reports
request rescue research reserve resource responsive rest retail return revenue review reward risk road robot
route routing rule run saas safe sales salesforce sandbox sap scan scanner schedule scheduler school scim
score script sdk search secret secure security self send server service services session setup share shield
ship shipping shop sign signal signature signup simple single sister site small smart smb sms snow soap social
soft software solution solutions source south space spark sprint sql sso staff stage staging standard star
start station status stock storage store stream street studio subscription success suite summit sun super
supplier supply support survey switch sync synchronisation synchronization system systems table tableau talent
target tax team teams tech technology telephony temp template term terminal territory test testing text the
third ticket tickets time token tool tools top tower town track tracker tracking trade traffic trail training
transaction transfer transit translate transport travel trial trust two type unified union unit universal
update upload user users utility utils vault vendor venture version video view virtual vision visit visitor
visitors voice wallet warehouse watch wave way web webhook webhooks website week west widget window windows
wireless work worker workflow workflows workforce workspace world writer xml zone
`.match(/[a-z]+/g),
);
