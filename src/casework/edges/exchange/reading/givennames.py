"""Given names that are rarely family names, from many languages: evidence for order.

The list only votes on which word comes first; it never changes, corrects or completes a name.
Names that many people also bear as a family name (James, Thomas, Martin, Ali, Khan, Kim) are left
out on purpose.
"""

from __future__ import annotations

from .words import plain

_OTHER_SCRIPTS = """
    александр алексей анатолий андрей антон аркадий борис вадим валентин валентина валерий василий
    вера виктор виктория виталий владимир галина геннадий георгий григорий дарья денис дмитрий
    евгений евгения екатерина елена елизавета иван игорь ирина константин ксения лариса леонид
    людмила максим маргарита марина мария михаил надежда наталья никита николай нина оксана олег
    ольга павел петр полина роман светлана семен сергей софья станислав тамара татьяна федор юлия
    юрий яков ярослав андрій богдан володимир ганна дмитро зоя ігор ірина катерина лілія микола
    михайло наталія олександр олександра олексій олена петро сергій тарас тетяна юлія юрій
    георги димитър ивайло йордан мариана петя стефка
    αθανασιος αικατερινη αλεξανδρος αναστασια ανδρεας αννα αντωνης βασιλης βασιλικη γεωργια γεωργιος
    γιαννης γιωργος δημητρα δημητρης ελενη ευαγγελια ιωαννα ιωαννης κατερινα κωνσταντινα
    κωνσταντινος κωστας μαρια μιχαλης νικολαος νικος παναγιωτης παρασκευη σοφια σπυρος χρηστος
    محمد احمد محمود مصطفى عبدالله عبدالرحمن خالد يوسف ابراهيم اسماعيل عمر طارق كريم سمير نبيل جمال
    رشيد حسين سعيد ماجد فهد فيصل ياسر زياد فاطمة مريم عائشة خديجة زينب سعاد نادية ليلى سلمى هدى منى
    سميرة رانيا هبة امينة نورة ريم دينا
    דוד משה יוסף יוסי אברהם יצחק שרה רחל רבקה לאה מרים אסתר חנה רות תמר נועה מיכל יעל רונית שלמה
    אליהו יהודה דניאל מיכאל אורי איתן עמית שמעון אבי רוני
"""
GIVEN = frozenset(plain(name) for name in _OTHER_SCRIPTS.split()) | frozenset(
    """
    aaliyah abigail aisha alana alexander alexandra alexis alice alicia alison amanda amber
    amelia amy andrea andrew angela anita anna annabel anne annie anthony april ashley audrey
    barbara beatrice becky benjamin bernadette beth bethany betty beverley brandon brenda brian
    bridget bruce caitlin cameron carla carmen carol caroline catherine charlotte cheryl chloe
    christina christine christopher cindy claire clara colin courtney crystal cynthia daisy
    danielle darren dawn deborah debra denise derek diana diane donna doris dorothy dylan edith
    edward eileen elaine eleanor elizabeth ella ellen ellie emily emma eric erica erin ethan
    eugene eva evelyn faith fiona florence frances gabriel gail gareth gary gemma geoffrey
    georgia gerald geraldine gillian glenda gloria grace graham gregory hannah harriet hayley
    hazel heather heidi helen holly ian imogen irene isaac isabel isabella isla jack jacqueline
    jake jane janet janice jason jasmine jayne jeffrey jennifer jeremy jessica jill joan joanna
    joanne jodie john jonathan joseph joshua joyce judith judy julia julie justin karen kate
    katherine kathleen kathryn katie kayleigh keith kelsey kenneth kerry kevin kirsty kristen
    kyle laura lauren leah leanne leslie liam lily linda lindsay lisa lorraine louise lucy luke
    lydia lynn lynne madeleine malcolm marcus margaret maria marie marilyn marjorie mark mary
    matilda matthew maureen megan melanie melissa mia michael michelle mildred mohamed mohammed
    molly monica muhammad nancy naomi natalie natasha nathan nathaniel neil nicholas nicola
    nicole nigel noah nora norma oliver olivia olive pamela patricia paula pauline peggy
    penelope peter philippa phoebe phyllis poppy priscilla rachel raymond rebecca renee richard
    robert robin ronald rosemary roy ruby russell ruth ryan sally samantha samuel sandra sara
    sarah sean shannon sharon shaun sheila shirley siobhan sophia sophie stacey stephanie
    stephen steven stuart susan suzanne sylvia tamara tanya teresa terence theresa tiffany
    timothy tina toby tracey trevor valerie vanessa vera veronica victoria vincent violet
    virginia vivian wayne wendy william yvonne zoe adele agnes alain alexandre antoine aurelie
    benoit brigitte camille cecile chantal christelle christophe claude delphine didier
    dominique elodie emilie emmanuel fabrice florian francois francoise frederic gaelle
    genevieve gerard guillaume helene ines isabelle jacques jean jerome josephine juliette
    laetitia laurent lea loic luc lucie lucien manon marion marine mathieu maxime mireille
    monique nathalie nicolas noemie odile olivier pascal philippe pierre quentin regine remi
    romain sandrine sebastien severine sylvain sylvie thierry valentin virginie xavier yann
    yannick yves achim anja anke annegret antje astrid axel bernd birgit bjorn brigitta britta
    christa christoph claudia detlef dieter dirk doreen dorothea eberhard elke erika ernst
    franziska frank friedrich gabriele gerhard gertrud gisela gudrun gunther hannelore hans
    heike heinrich heinz helga helmut herbert hildegard holger horst ilse ingeborg ingrid jens
    joachim jochen johanna johannes jorg jurgen jutta karin karl katharina katja kerstin klaus
    konrad kurt lieselotte lothar lukas lutz manfred margarete margit markus marlies matthias
    monika nadine norbert petra rainer ralf regina reinhard renate rolf rudiger sabine sascha
    siegfried silke simone stefan stefanie susanne svenja sven thorsten tobias torsten ulrich
    ulrike ursula ute uwe volker waltraud werner wilhelm wolfgang yasemin adriana alba alejandra
    alejandro alfonso amparo ana angel angeles antonia antonio beatriz begona carlos carolina
    catalina cesar concepcion consuelo cristina daniela diego dolores eduardo elena emilio
    enrique esperanza esther eva felipe fernando francisca francisco gonzalo guadalupe guillermo
    hector ignacio inmaculada isidro iker inaki inigo jaime javier jesus jimena joaquin jorge
    jose josefa josefina juan juana julian julio laia lucia luis lourdes luisa manuel manuela
    marcos margarita marisol marta mateo mercedes miguel montserrat natalia nerea nuria pablo
    pedro pilar rafael ramon raquel raul ricardo roberto rocio rodrigo rosa rosario ruben
    salvador sergio silvia sofia teodoro vicente ximena yolanda afonso andre antonella beatrice
    bruno caio chiara claudio cristiano davide enzo fabio fabrizio federica federico filipe
    filippo francesca francesco gianluca gianni giorgia giorgio giovanna giovanni giulia
    giuseppe giuseppina graziella ilaria joana joao lorenzo luca luciana luigi luiz marcella
    marcello marco margherita massimo matteo mauro miguela monica nuno paolo paulo pietro
    raffaele rita rosaria rui salvatore sandro silvana simona stefano tiago tommaso ugo umberto
    valentina valeria vasco vittoria vittorio aafke anneke anouk bas bram daan dirkje els esmee
    fleur floor geert gerrit hanneke harm hendrik henk ilona jan jannie jeroen joke joop joost
    jurrien koen lotte maarten marieke marijke marloes mieke niels piet pieter rik roos ruud
    sanne sjoerd sjors tess teun thijs tineke wouter aino antti arne asa astri berit birgitte
    bjarne bodil brita carina christer dag egil eino eino elin elsa erik erkki esa eskil espen
    fredrik frida goran gunilla gunnar gunvor gustav hakan hakon halvor hanna hanne harald
    heikki henrik hilde ingela inger ingvild jari jarmo johan jorgen jorun juha jukka kaarina
    kaija kalle kari karl katarina kirsten kirsti kjell kjersti knut kristian kristina
    kristoffer lars lasse leif lena lennart linnea liv maja malin marit markku marja mats matti
    mette mika mikael mikko minna nils olav ole olof oskar ove paivi pekka pelle per pernille
    pertti petter ragnhild raija randi reijo reino ritva rune satu seppo sigrid signe sirkka
    sissel siv solveig sondre stig sture svein tapio terje timo tone torbjorn tore toril tormod
    torsten trine trond tuula ulf ulla unni vidar viggo ville yngve agata agnieszka aleksandra
    andrzej barbora bartosz beata bogdan bozena danuta dariusz dawid dmitri dmitry dominika
    dorota ekaterina elzbieta ewa galina grazyna grzegorz halina hanna igor ilya irena irina
    iwona izabela jacek jadwiga jakub janina jaroslav jerzy joanna jolanta justyna kamila kamil
    karolina katarzyna kazimierz krystyna krzysztof larisa leszek ludmila lukasz lyudmila
    magdalena maciej malgorzata marcin marek mariusz mateusz michal mikhail miroslav monika
    nadezhda natalya oksana oleg olga patryk pavel pawel piotr przemyslaw radoslaw rafal ryszard
    sergei sergey slawomir stanislav stanislaw svetlana sylwia szymon tadeusz tatiana tatyana
    teresa tomasz ursula urszula vaclav vasily vladimir wieslaw wieslawa wiktor wladyslaw
    wojciech yelena yulia yuri zbigniew zofia zdenek abdul abdullah abdulrahman adnan ahmad
    ahmed amina amira anwar aya ayesha bilal dalia farah farid faris fatima fatma ghada habiba
    hadia hala hamza hanan hasna huda ibtisam iman ismail jamila kareem karim khadija khalid
    laila layla leila lina mahmoud malika maryam mariam mehdi mona mounir mustafa nabil nada
    nadia naima najat nasser noor omar osama rabia rachid rania rashid rasha rima safia said
    salma samir samira sami sana shireen soraya tariq wafa walid yasmin yasmina yasser yusuf
    youssef zahra zainab zaynab zeinab ziad ayse aylin berna burak can cem cemal deniz elif
    emine emre erkan esra fatih gamze gizem gul hakan hatice huseyin ismet kemal leyla mehmet
    meryem merve murat nurcan orhan osman ozlem serkan sevgi seyma sibel tuba ugur zeynep aarav
    aditi aditya ajay akash amit amrita ananya anil anjali ankit anushka aparna arjun arun asha
    ashok avni bhavna chandra deepa deepak deepika dinesh divya gaurav gayatri geeta girish
    gurpreet harpreet indira ishaan jaspreet jyoti kamala karthik kavita kiran kishore krishna
    lakshmi lalita lata madhuri mahesh manish manjeet manpreet meena meera mohan mukesh naveen
    neha nikhil nisha nitin padma parveen pooja pradeep pradip pranav prakash priya priyanka
    radha rahul rajesh rajiv rakesh ramesh ranjit ravi rekha rohit sandeep sangeeta sanjay
    santosh saroj savita shanti shilpa shreya simran sita sneha subhash sudha sunil sunita
    suresh surinder sushma swati tanvi uma usha vandana vani vidya vijay vikram vinod vivek yash
    abena abiodun adaeze adaobi adebayo ade adjoa adwoa afia akosua akua ama amaka amara
    babajide babatunde bukola chiamaka chidi chidinma chika chinedu chinelo chinonso chinwe
    chioma chukwuemeka damilola efua emeka esi femi folake funke gbenga ifeanyi ifeoma ikechukwu
    ikenna kelechi kofi kojo kunle kwabena kwaku kwame kwasi kwesi ngozi nkechi nneka nnamdi
    obinna olamide olumide oluwaseun onyinye segun seun sipho sunday temitope thabo thandiwe
    tobi tolu tunde uchenna uche wanjiru wangari wambui yaa yaw yetunde zanele zodwa amadou awa
    fatou fatoumata ibrahima mamadou mariama moussa ousmane seydou abebe alemayehu almaz bekele
    girma hana haile meseret mulugeta selam tigist tsehay yared yohannes asha fadumo hodan
    abdirahman abdi hassan aiko akira ayumi daisuke haruka haruki hiroshi kaori keiko kenji
    kenta makoto mariko masako megumi naoko noriko sakura satoshi takashi takeshi tomoko yoko
    yuki yumi yuka mei xiaoming xiaoli yifan minh thuy hoa huong lan linh ngoc phuong thao trang
    tuan dung hung giang jiwoo minjun seoyeon jiho sooyoung hyunwoo angelica bayani corazon
    danilo imelda jomar liwayway marites rosalinda rowena
    """.split()
)

# How family names of some languages begin and end; such a word is hardly ever a given name.
_ENDINGS = tuple(
    "sson ssen nsen ersen dottir owski owska ewski ewska inski inska czyk ovic ovich evich enko "
    "opoulos akis oglu".split()
)
_BEGINNINGS = ("o'", "o’", "mc", "d'", "d’")


def looks_like_family(word: str) -> bool:
    """True when the form of a word is that of a family name."""
    lower = word.casefold()
    return len(lower) >= 5 and (lower.startswith(_BEGINNINGS) or lower.endswith(_ENDINGS))
