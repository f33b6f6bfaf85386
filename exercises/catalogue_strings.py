"""Sentences of the catalogue for makemessages. Written by `manage.py catalogue_strings`."""

from django.utils.translation import gettext_noop as _


# _tags.toml
_("Warning sign")
_("A warning sign that needs medical assessment before any exercise here.")
_("Under 18")
_("Limber is written for adults.")
_("Thin bones")
_("Known low bone density, a bone broken by a minor fall, or long-term steroid tablets.")
_("Recent fracture")
_("A broken bone in the spine, ribs, pelvis or breastbone in the last 6 months.")
_("Spinal operation")
_("Any operation on the spine, fusion, rod, plate or implant.")
_("Recent operation")
_("Any other operation, or a birth by section, in the last 12 weeks.")
_("Disc problem")
_("A known bulging or slipped disc, or back pain that travels below the knee.")
_("Narrowed canal or slipped vertebra")
_(
    "A known narrowing of the spinal canal, a slipped vertebra (spondylolisthesis) or a stress fracture of its arch."
)
_("Inflammatory spine disease")
_("Ankylosing spondylitis, axial spondyloarthritis, or rheumatoid disease of the neck.")
_("Very loose joints")
_(
    "Very loose joints, repeated dislocations, or a connective-tissue condition such as Ehlers-Danlos or Marfan."
)
_("Pregnancy or recent birth")
_("Pregnant, or gave birth in the last 12 weeks.")
_("Tender chest or breasts")
_("Tender, sore, large or recently operated or irradiated breasts, or a tender chest wall.")
_("Rib or lung problem")
_("A rib injury, a past collapsed lung, or a lung condition.")
_("Shoulder problem")
_("A painful, unstable or recently injured shoulder.")
_("Wrist or elbow problem")
_("A wrist or elbow that hurts when you lean on the hand.")
_("Knee or hip problem")
_("A knee or hip that cannot bend deeply without pain, or a hip replacement.")
_("Neck problem")
_("A neck injury, neck pain, tingling in an arm, or a past tear of an artery in the neck.")
_("Dizziness")
_("Dizzy, faint or unsteady when tipping the head back, lying back or getting up.")
_("High blood pressure")
_("High blood pressure that is not under control.")
_("Heart condition")
_("A heart condition, or chest pain on effort.")
_("Eye condition")
_("Glaucoma, a retinal problem or recent eye surgery.")
_("Blood thinners")
_("Takes medicine that thins the blood, or bruises and bleeds easily.")
_("Wound or swelling")
_(
    "An open wound, an infection or an unexplained swelling where the body presses on the roller or the floor."
)
_("Unsteady on the feet")
_("Unsteady on the feet, or has fallen in the last year.")
_("65 or over")
_("Aged 65 or over.")

# double-knee-to-chest.toml
_("Double knee-to-chest stretch")
_("Lying on your back, you draw both knees toward your chest and let the lower back lengthen.")
_("Breathe out while going in; slow deep breaths during the hold")
_("Mild or moderate stretch only")
_("Hands behind the thighs if the knees complain")
_("Never hold the breath")
_("Never jerk or force the knees in")
_("Flat and lightly padded, such as a rug or a mat")
_("The padding keeps the bony points of your spine from bruising.")
_(
    "The article describes one hold at a time and repeats it through the day, so one hold is one round here."
)
_("Choose by how tight your back feels.")
_("Lie on the mat with knees bent and feet flat.")
_("Draw one knee up, then the other, and wrap both arms around the shins or behind the thighs.")
_("Go no further than a mild or moderate pull in the back muscles and keep breathing deeply.")
_("Let go with the arms and put the feet down one at a time.")
_(
    "Drawing the knees in bends the spine to the end of its range and loads bone that is still healing."
)
_(
    "This bends the lower back to the end of its range. Only your surgeon can say whether and how far that is allowed."
)
_("Pulling the legs up strains the wall of the belly, which needs time to heal.")
_(
    "Repeated forward bending is linked with fractures of the spine when bones are thin. Use one knee at a time."
)
_(
    "Bending forward can press on an irritated nerve. If pain appears in a leg, or moves further down it, stop."
)
_("You lie flat and the belly is compressed. Leave this out from the second trimester on.")
_("Deep bending can hurt a sore knee or hip. Hold behind the thighs instead of the shins.")
_("This is a muscle stretch. No sound is expected and none is looked for.")
_("Draw in one knee at a time.")
_("Add gentle rocking.")
_(
    "Fractures of the spine have been reported after exercises that bend it forward, in people with low bone density."
)

# knees-to-chest-rock.toml
_("Knees-to-chest with gentle rocking")
_(
    "With the knees drawn in, you rock a few centimetres along the spine, slowly and without lifting the head."
)
_("Small, slow, controlled")
_("Breath keeps flowing")
_("Do not drop or roll onto the neck")
_("Never throw the weight backwards")
_("Flat and lightly padded")
_("Counted on its own, apart from the still version.")
_("This keeps the same time under stretch as the still version.")
_("One set of 30 seconds is about six slow rocks.")
_("Take the double knee-to-chest position.")
_(
    "Rock a few centimetres toward the head, then toward the tailbone, without letting the head leave the mat."
)
_("Keep the rocking slow and even; two to three seconds each way.")
_("Let the rocking die out and lower the feet one by one.")
_("Your weight rolls over a bent spine. Thin bones may not bear that.")
_("Rolling presses directly on bone that is still healing.")
_("Rolling presses directly on the operated part of the spine.")
_("Holding the legs in while rocking strains the wall of the belly.")
_("The belly is compressed and you roll on your back.")
_("Keep your head on the mat so that no weight comes onto the neck.")
_("Rolling can bring dizziness on. Rock less, or stay still.")
_("Stay still in the double knee-to-chest position.")

# childs-pose.toml
_("Child’s pose")
_(
    "Kneeling and sitting back on the heels, you fold forward and reach your arms long across the floor."
)
_("Reach long rather than pressing down")
_("A slight stretch is enough")
_("Buttocks stay heavy")
_("Do not hold the breath")
_("Come up slowly to avoid light-headedness")
_("Padded floor")
_("The article describes one hold at a time, as for the other stretches.")
_("Kneel and sit back on the heels.")
_("Fold forward from the hips and walk the fingers as far ahead as comfortable.")
_("Let the nose or forehead drift toward the floor and keep reaching; breathe on.")
_("Walk the hands back and come up slowly, head last.")
_("The fold bends the spine to the end of its range and loads bone that is still healing.")
_("The fold presses on the belly and puts your weight on the knees.")
_(
    "Rounding the back loads thin bones. Keep the back long and rest your forehead on a cushion or on your fists."
)
_("The fold bends the whole back. Do it only if your surgeon agrees.")
_("Keep the knees wide to leave room for the belly, and stop if it is uncomfortable.")
_("Reaching overhead may hurt. Lay your arms beside the body instead.")
_(
    "The knees and hips bend deeply here. Put a cushion between heels and buttocks, or choose the double knee-to-chest stretch."
)
_("Your head is low, and getting up can make you light-headed. Come up slowly.")
_("Your head is low. Rest the forehead on a cushion and come up slowly.")
_(
    "A low head can raise the pressure in the eye. Ask whoever looks after your eyes first, or rest the forehead higher."
)
_(
    "A sound is likely only if the spine is also turned or arched, which is not part of this exercise."
)
_(
    "If the belly or stiffness limits the fold, reach the arms forward only until you feel some stretch."
)
_("Rest your forehead on a cushion or on stacked fists.")

# standing-back-extension.toml
_("Standing back extension, hands behind head")
_(
    "Standing, with your hands carrying your head, you lift the breastbone and arch the upper back a little."
)
_("The arch comes from between the shoulder blades")
_("Hands carry the head; they do not pull it")
_("Feet planted")
_("The movement is small by nature; do not force it")
_("You could topple: stand near a wall")
_("Firm level floor")
_("The article asks for firm feet and good balance, and that needs a floor that does not give.")
_("The article describes one hold at a time.")
_("Stand firmly, feet shoulder-width apart, and lace the hands behind the head.")
_("Lift the breastbone and arch the upper back slowly backwards while the belly comes forward.")
_("Stay at the first clear stretch across chest and belly.")
_("Come upright under control and lower the arms.")
_("The arch loads the spine at the end of its range while bone is still healing.")
_("The arch reaches the end of your range. Only your surgeon can say whether that is allowed.")
_("Bending back narrows the canal around the nerves and loads the arch of the vertebra.")
_("A large arch loads thin bones. Keep it small.")
_("A stiff spine does not bend back well and breaks more easily. Keep the arch small.")
_("Loose joints go too far easily. Stop well before the end of your range.")
_("Balance changes and joints are looser. Keep the arch small.")
_("Hands behind the head may hurt the shoulder. Cross your arms on the chest instead.")
_("Do not let the hands pull on the neck. Rest your fingertips on the temples instead.")
_("Tipping the head back can bring dizziness on. Keep your gaze level.")
_("Do not strain or hold your breath, because that raises blood pressure further.")
_("You could topple backwards. Do it with your hips against a counter.")
_("If it comes, it is felt between the shoulder blades.")
_("The article asks for a forward bend after bending back.")
_("Put your hands on your hips and make the arch smaller.")
_("Press with one hand on the stiff spot.")
_("The hands behind the head draw it backwards.")
_("The hands only support the head.")
_(
    "Pulling on the head loads the neck and gains nothing for the upper back. Arteries in the neck have been injured when people manipulated their own necks."
)
_("A torn neck artery has been reported after a person manipulated their own neck.")

# standing-extension-hand-press.toml
_("Standing back extension with hand pressure")
_("Standing, you press a flat hand beside the spine on the stiff spot and arch slowly over it.")
_("Use your stronger hand for control")
_("Press beside the spine with the flat of the hand")
_("Slow and controlled")
_("Needs some upper-body and shoulder flexibility; do not force the reach")
_("You need good balance, as in the other standing exercises.")
_("You can reach the stiff spot behind your back without pain.")
_("Choose by how you feel.")
_(
    "Stand with feet shoulder-width apart and place your stronger hand on the stiff spot beside the spine."
)
_("Arch slowly backwards, letting the belly come forward, while the hand presses gently forward.")
_("Keep the pressure even.")
_("Ease the pressure first, then stand tall.")
_("Pressure together with bending back can be too much for thin bones.")
_("The hand presses directly on bone that is still healing.")
_("The hand presses directly on the operated part of the spine.")
_(
    "Bending back under pressure can irritate a nerve. If pain appears in a leg, or moves further down it, stop."
)
_("The hand can push loose joints past the end of their range. Press very lightly or not at all.")
_("Reaching behind the back can hurt the shoulder. Leave the hand out if the reach hurts.")
_("You could topple backwards. Stand near something to hold.")
_(
    "If it comes, it is at the point of greatest pressure, more often if the hand reaches the middle of the back."
)
_("Leave out the pressure of the hand.")
_("Place the hand higher, if you are flexible enough.")

# standing-trunk-rotation.toml
_("Standing trunk rotation")
_(
    "Standing with your arms at chest height, you turn slowly to one side, come back and turn to the other."
)
_("Turn from the ribs")
_("The same number on each side")
_("Stop at the first firm resistance")
_("Turning too far or too fast can strain the back")
_("Do not fling the arms")
_("Turning while standing needs feet that stay put.")
_(
    "The article sets no limit here. Five is the highest daily figure it gives for any exercise, so we stop there."
)
_("The article says only a few seconds between the two directions.")
_(
    "The article says as often as needed. Public exercise sheets for the back start at five, so we do too."
)
_("Stand with feet shoulder-width apart and lift the bent arms to chest height.")
_("Turn the trunk to one side as far as control allows; feet and hips stay forward.")
_("Pause.")
_("Come back to the middle before going the other way.")
_("Turning to the end of the range twists bone that is still healing.")
_("Turning moves the operated part of the spine against the parts next to it.")
_("Far or fast turning loads thin bones. Turn a little and slowly.")
_("Turning can irritate a nerve. If pain appears in a leg, or moves further down it, stop.")
_("Turning far can press on the nerves where space is short. Keep the turn small.")
_("A stiff spine turns less and breaks more easily. Keep the turn small.")
_("Balance changes and joints are looser. Keep the turn small.")
_("Holding the arms up may hurt the shoulder. Put your hands on your hips.")
_("Turning can bring dizziness on. Turn slowly and keep your eyes on the horizon.")
_("You turn without support. Use the seated chair twist instead.")
_("It can come anywhere along the back, most often low down.")
_("Put your hands on your hips and turn half as far.")
_("Sit on a chair for more control.")
_("A little momentum from the arms is allowed.")
_("No momentum; slow turns only.")
_(
    "The article itself warns of strain here and calls the seated version, which has no momentum, safer."
)

# seated-floor-twist.toml
_("Seated floor twist, one leg bent")
_(
    "Sitting on the floor with one leg bent, you turn toward the bent knee and let your arms guide the turn."
)
_("Shoes with grip let the bent leg push harder.")
_("Grow taller before each turn")
_("Hands guide; they do not pull hard")
_("Swap sides and repeat")
_("No swinging")
_("Non-slip floor")
_("The bent leg pushes against the floor, so the foot must not slide.")
_(
    "The article names no limit here. Five is the highest daily figure it gives for any exercise, so we stop there."
)
_(
    "The article gives no figure. Ten seconds lies between the few seconds of the chair twist and the 30 seconds of the stretches."
)
_("The article says several times on each side. Two is the least that fits.")
_(
    "The article does not say how often. Let your back decide, and stay within the daily limit below."
)
_("Sit tall with one leg straight and the other bent, foot flat on the floor.")
_(
    "Press the bent leg into the floor and turn toward the bent-knee side, one hand behind, the other arm against the bent knee."
)
_("Look over the shoulder on the bent-knee side.")
_("Unwind head last; change legs after the last repetition.")
_("Turning far loads thin bones. Keep the turn small.")
_("Turning while seated loads the discs. If pain appears in a leg, or moves further down it, stop.")
_("The hands can pull loose joints too far. Turn without pulling.")
_("Keep the turn small and open, so that the thigh does not press on the belly.")
_("You lean on the rear hand. Put a fist or a block under it.")
_(
    "Sitting on the floor with a bent leg can hurt a sore knee or hip. Sit on a cushion or use the chair version."
)
_("Turning the head far strains the neck. Keep your head over the breastbone.")
_("Use the chair version.")
_("Use the hands to deepen the turn.")
_("Wear shoes with grip for a firmer push.")
_("Turn away from the pushing leg, yet look over the shoulder on the bent-knee side.")
_("Turn and look toward the bent-knee side.")
_("The two phrases fit together only this way, and it is the usual form of this twist.")

# seated-chair-twist.toml
_("Seated chair twist")
_(
    "Sitting on a firm chair with still hips, you turn the trunk to one side and steady the turn with your hands."
)
_("Sturdy, without wheels, with a backrest; best of all wooden.")
_("Knees stay level with each other")
_("Sit tall, then turn")
_("The grip steadies the turn")
_("No chair on wheels and no swivel chair")
_("The arms are a strong lever here; add their force gently")
_("Level floor")
_("The chair must not slide.")
_("The article says a few seconds.")
_("The article gives no figure. Three turns to each side is a short, easy round.")
_("Sit facing forward, feet flat, thighs and buttocks fully on the seat.")
_(
    "Keep hips and legs still, turn the trunk to one side and take hold of the seat edge or backrest."
)
_("Stay a few seconds, breathing normally.")
_("Return to the front, then go to the other side.")
_("The arms add force, and thin bones may not bear it. Turn without pulling.")
_("The arms can pull loose joints too far. Turn without pulling.")
_("Leave room for the belly: a small turn with the knees apart.")
_("Reaching for the backrest may hurt. Hold the seat instead.")
_("Cross your arms on your chest and leave out the grip.")
_("Hold the backrest for more leverage.")

# supine-spinal-twist.toml
_("Supine spinal twist")
_(
    "Lying on your back, you let one bent knee sink across your body while both shoulder blades stay heavy."
)
_("Guide the knee; the floor is not the goal")
_("Keep the far shoulder down")
_("No bouncing on the knee")
_("A click at the hip is common and needs no repeat")
_("Padded, comfortable floor")
_(
    "The article gives no figure. General advice for stretching is 10 to 30 seconds, and 20 is the middle."
)
_("The article gives no figure. One slow hold on each side is enough.")
_("Lie flat with both legs straight and arms out to the sides.")
_(
    "Lift one bent knee toward the chest, then let the opposite hand draw it across the body toward the floor."
)
_("Rest there; both shoulder blades heavy.")
_("Bring the knee back over the body, lower the leg, change sides.")
_("Moving the leg across the body strains the trunk and the hip while they heal.")
_("The weight of the leg turns the spine. Put a cushion under the knee so that it stops early.")
_("Loose joints sink too far. Put a cushion under the knee.")
_("You lie flat on your back. Use the chair version from the second trimester on.")
_("The stretched-out arm may hurt. Lay it lower.")
_(
    "The leg crosses the middle of the body. With a hip replacement, do this only if your surgeon has cleared it."
)
_(
    "It can come in the lower back, the hips or both. The article adds that practitioners place people in a similar position."
)
_("Bend both knees and roll them over together.")
_("Put a cushion under the knee.")
_(
    "General guidance on stretching is to hold for 10 to 30 seconds, to the point of tightness or slight discomfort."
)

# foam-roller-back.toml
_("Foam-roller upper-back massage")
_(
    "Lying across a firm roller, you let your feet move you slowly so that it travels along the upper and middle back."
)
_("A solid foam roller.")
_("Feet do the moving")
_("Slow travel")
_("Hands carry the head")
_("Sore muscles are common after the first use")
_("Stay between the shoulder blades and the lowest ribs, off the neck and the low back")
_("Floor")
_(
    "The article sets no limit here. One round is long and soreness is likely at first, so twice a day is our limit."
)
_("The movement is continuous; nothing is held.")
_("One continuous set counts as one round. The article says to repeat as often as needed.")
_(
    "The article asks for ten minutes or more over the whole spine and also warns of soreness at first. Reviews of foam rolling speak of 30 to 90 seconds for one area. So your first three runs offer 2 minutes, the next three 5, and after that up to 10."
)
_(
    "Put the roller crosswise on the floor and lie with it under the shoulder blades, knees bent, feet flat, arms crossed or hands behind the head."
)
_("Lift the hips a little so the upper back rests on the roller.")
_(
    "Push with the feet so the roller travels slowly between the top of the shoulder blades and the lowest ribs."
)
_("Lower the hips, roll to one side and push up with the arms.")
_("Your weight presses directly on the vertebrae and ribs, which can break when bones are thin.")
_("Your weight presses directly on bone that is still healing.")
_("Your weight presses directly on the operated part of the spine.")
_("Getting down to the floor, lying back and lifting the hips all strain the wall of the belly.")
_("The roller presses on skin or tissue that needs to heal or to be looked at first.")
_("Bending back narrows the canal around the nerves. Keep the hips low.")
_(
    "A stiff or inflamed spine may not bear the pressure. Ask the clinician who looks after you first."
)
_("Loose joints bend too far over the roller. Keep the back long and do not arch over it.")
_(
    "You lie back over the roller. Stop if that makes you uncomfortable or light-headed, and leave it out from the second trimester on."
)
_("The chest is stretched. Cross your arms instead of opening them.")
_(
    "The roller presses on the ribs. Stay on the floor with a rolled towel, or leave this out if it hurts."
)
_("Your head must not hang. Carry its full weight in your hands the whole time.")
_("Getting up can make you dizzy. Roll to the side and rest there first.")
_("Pressure can leave large bruises. Keep most of your weight on your feet.")
_("If it comes, it is mostly in the middle of the back.")
_(
    "Rolling includes bending back, so a forward bend follows, as the article asks after other back-bends."
)
_("Use a rolled towel in place of the roller.")
_("Keep your hips on the floor.")
_("Roll for longer, up to the ten minutes of the article.")
_("Roll the entire spine.")
_("Roll the upper and middle back only.")
_("Physiotherapy instructions commonly keep rollers off the low back and the neck.")
_("A panel of 37 experts named open wounds and fractures as reasons not to use a foam roller.")

# bed-edge-extension.toml
_("Thoracic extension over the edge of a bed")
_(
    "Lying face up across a bed with someone beside you, you let head and arms sink slowly over the edge and curl back up."
)
_("A stable bed or a firm couch.")
_("Gravity does the work")
_("Curl up with the belly; do not swing")
_("Tell the spotter before moving")
_("Higher chance of an injury to the spine than with the floor exercises")
_("Stop at once with dizziness, any change in your sight or tingling in an arm")
_("It also works the belly muscles, and once they tire the way up is no longer safe")
_("A bed with a firm edge and clear floor beneath your head")
_("Your head and arms hang toward the floor.")
_(
    "Stands beside the head end, steadies your shoulders or legs if you need it, and helps you up. Applies no force."
)
_("Any attentive adult")
_(
    "The head hangs low, the back reaches the end of its range, and the article itself calls the risk higher. So once a day is our limit."
)
_("After each further lowering.")
_(
    "The article repeats the lowering as often as needed. Three is the smallest set that keeps its pattern."
)
_(
    "With the spotter in place, lie face up across the bed and slide until only the part above the shoulder blades is past the edge."
)
_("Breathe all the way out while head and arms sink slowly toward the floor.")
_("Stay for a count of five, then, if easy, let go a little further on the next out-breath.")
_("Hands behind the head, tighten the belly and curl up to level; take a deep breath.")
_("Slide back onto the bed, rest on the side, sit up slowly.")
_("Hanging back to the end of the range loads thin bones.")
_("Hanging back to the end of the range loads bone that is still healing.")
_("Hanging back to the end of the range loads the operated part of the spine.")
_("Curling up from below the bed line takes the full strength of the belly wall.")
_("The end of the range together with hard work of the belly raises the pressure on the discs.")
_("A stiff spine breaks more easily when it is bent back.")
_("Gravity pulls loose joints past the end of their range.")
_("You lie back and then lift yourself with the belly.")
_("Your head hangs with little support.")
_("Your head hangs lower than your body, which can bring dizziness on.")
_("With the head low, the pressure in its blood vessels rises.")
_("A low head and the effort of curling up both strain the heart.")
_("A low head raises the pressure inside the eye.")
_("Getting up from the edge can end in a fall.")
_("Injuries are likelier with age, and this exercise carries a higher risk to begin with.")
_("The chest is stretched. Keep the arms crossed.")
_("The ribs are stretched. Go only as far as breathing stays easy.")
_("Arms hanging overhead pull on the shoulders. Keep them crossed on the chest.")
_("If you fall, bleeding is harder to stop. Let your spotter help you up.")
_("Lean back over a chair instead.")
_(
    "In a study of head-low yoga positions, pressure inside the eye rose from about 17 to 27 or 28 mmHg and was back within two minutes."
)

# extension-with-twist.toml
_("Standing back bend with a turn to each side")
_(
    "Standing with a wall in reach and someone beside you, you arch back slightly and turn a little to each side."
)
_(
    "The article lists this among its closing tips without a risk group. Bending back and turning together load the small joints of the spine most, and the article aims it at a sound, so we count it as higher risk."
)
_("A wall or counter within reach.")
_("Small arch, small turn")
_("Both sides equally")
_("No sound is the aim")
_("Bend forward afterwards, every time")
_("Stop at once if a leg or an arm tingles, weakens or goes numb")
_("You could lose your balance while arching and turning.")
_("Stands within reach and can steady you. Applies no force.")
_("Here nothing of higher risk is done alone.")
_("Exercises of higher risk are limited to one round a day.")
_("The article gives no figure. A pause of two to five seconds keeps the end position short.")
_("The article gives no figure. Two small turns to each side are enough.")
_("The article does not say how often.")
_("Stand with feet shoulder-width apart and hands on the hips, a wall within reach.")
_("Arch back slightly, then turn the breastbone to one side.")
_("Pause at the first resistance.")
_("Turn back to the middle, stand tall, then the other side.")
_("Bending back and turning at once loads thin bones from two directions.")
_("Bending back and turning at once loads bone that is still healing.")
_("Bending back and turning at once loads the operated part of the spine.")
_("Arching strains the wall of the belly.")
_("Bending back and turning at once can irritate a nerve.")
_("This position closes the canal and the side openings through which the nerves pass.")
_("A stiff spine breaks more easily when it is bent back and turned.")
_("Your joints are loose already, and this takes them to the end of their range.")
_("Balance changes and joints are looser.")
_("You could topple if dizziness comes while you arch and turn.")
_("You could topple while arching and turning.")
_("Do not tip or turn the head further than the chest. Keep your eyes level.")
_("Straining raises blood pressure further. Keep breathing and keep it easy.")
_("Do not strain or hold your breath.")
_(
    "The article asks for the same pattern bending forward afterwards, because injury may follow otherwise."
)
_("Do the arch and the turn as separate exercises.")
_("Continue to each side until a snap is heard.")
_("A small, fixed number of slow turns.")
_(
    "Chasing a sound contradicts the article’s own advice to stretch first without aiming for one. The sound says nothing about relief."
)
_("A review of five studies found no better result for pain when there was a pop.")

# bridge-backbend.toml
_("Bridge (gymnastic back-bend on hands and feet)")
_(
    "From lying on your back you press up on hands and feet into a full arch. It is for people who already practise it."
)
_(
    "The article mentions this only for people who already do gymnastics. The back bends fully and the head hangs low, so we count it as higher risk."
)
_("A mat or a bed.")
_("Share the arch over the whole spine")
_("Chin tucked on the way down")
_("Only for people who already practise it")
_("A bed is softer but less stable; keep away from the edge")
_("Exercise mat or bed")
_("Kneels beside the middle of your back and supports the way up and down.")
_("You can already do a bridge from gymnastics or yoga practice.")
_("The article gives no figure. Three to ten seconds end well before the arms tire.")
_("The article gives no figure. One careful bridge is enough.")
_(
    "Lie on the mat, knees bent, feet flat near the buttocks, palms beside the ears with fingers toward the shoulders."
)
_("Lift the hips, rest briefly on the crown without weight, then press arms and legs longer.")
_("Hold only as long as the breath stays easy.")
_("Tuck the chin, bend the elbows and lower from upper back to tailbone.")
_("The full arch loads thin bones at the end of their range.")
_("The full arch loads bone that is still healing.")
_("The full arch loads the operated part of the spine.")
_("The arch stretches and strains the wall of the belly.")
_("The back carries load at the end of its range, which can irritate a nerve.")
_("Loose joints hang in the end of their range under load.")
_("You lie on your back and the belly is stretched.")
_("The shoulders carry load while fully overhead.")
_("The wrists carry much of your weight while bent back.")
_("Your head is near the floor while the arms carry load. A slip would land on the neck.")
_("Pressing up strains the heart.")
_("Getting up and down can end in a fall.")
_("The chest is stretched. Keep the arch small.")
_("The ribs are stretched. Come down as soon as breathing is not easy.")
_("The knees and hips carry load while bent. Stop at the first pain.")
_(
    "The article promises a release without naming a place. The upper and middle back is where a full arch bends most."
)
_("Keep the shoulders on the floor and lift only the hips.")

# partner-bear-hug.toml
_("Front hug squeeze by a partner")
_(
    "Standing face to face, a taller and stronger partner joins the hands over the stiff spot and squeezes slowly on your signal."
)
_("Agree on a start signal and a stop signal first")
_("Breathe out before the squeeze")
_("Needs practice and timing")
_("Can break ribs or injure a lung")
_("Stop if either of you has pain")
_("Sudden chest pain or breathlessness afterwards: get emergency help")
_("Two people share one base.")
_("Faces you, joins the hands over the stiff spot and squeezes on your signal.")
_("At least as tall as you; better, taller and stronger")
_("The article describes one brief squeeze.")
_("One signal, one squeeze.")
_(
    "Stand face to face. Your partner reaches around you and joins the hands over the stiff spot. Let your arms hang."
)
_("Breathe in, then fully out, and give the agreed signal.")
_("Your partner squeezes steadily and draws you closer. Stay soft.")
_("Your partner lets go. Step apart and ask each other how it felt.")
_("The squeeze can break thin ribs and vertebrae.")
_("The squeeze presses on bone that is still healing.")
_("Another person’s force on an operated spine cannot be measured or controlled.")
_("The squeeze presses on chest and belly while they heal.")
_("The force of the squeeze can irritate a nerve.")
_("The squeeze bends the back and narrows the canal around the nerves.")
_("A stiff spine breaks more easily under force.")
_("Force on loose joints takes them too far.")
_("The squeeze presses on the belly.")
_("The chest is pressed firmly. The article leaves out people with large or sensitive breasts.")
_("The squeeze can break a rib or make a lung collapse.")
_("A jerk would whip the head back.")
_("Pressure on the chest strains the heart.")
_("Pressure on the chest can cause bleeding inside.")
_("Ribs lose strength with age.")
_("Your shoulders are pressed together. Ask your partner to hold lower or looser.")
_("A long out-breath can make you light-headed. Sit down if it does.")
_("Do not strain or hold your breath during the squeeze.")
_("You share one base with another person. Stand with feet apart and go slowly.")
_("Squeezing strains the wall of the belly.")
_("Squeezing and drawing someone closer is an effort for the back.")
_("The belly is between you and takes pressure.")
_(
    "The article counts pain of the partner as a reason to stop, so we ask the partner the same questions first."
)
_("If it comes, it is where the hands meet.")
_("The squeeze bends the back backwards, so a forward bend follows.")
_("Lean back over a chair on your own.")
_("The squeeze is fast and firm.")
_("A steady squeeze without a jerk.")
_("The quick thrust is what injures. A lung has collapsed after such a hug.")
_(
    "A woman of 20 needed a chest drain for a collapsed lung after an untrained person cracked her back with a hug."
)

# partner-rear-lift.toml
_("Lift from behind by a partner")
_(
    "A taller, strong partner stands behind you, holds your crossed elbows, leans back and lifts you a few centimetres on your signal."
)
_("Gravity and your partner’s chest do the work")
_("Needs less timing than the front hug")
_("Strong forces on the spine and shoulders of both people")
_("Firm, non-slip and clear of furniture")
_("Both of you could fall.")
_(
    "Holds your crossed elbows from behind, leans back on your signal and lifts you a few centimetres against the chest."
)
_("Taller than you and strong enough to lift you a few centimetres")
_("The article describes one brief lift.")
_("One signal, one lift.")
_(
    "Cross your arms over your chest. Your partner stands close behind you and takes hold of both elbows."
)
_("Breathe fully out and give the signal.")
_("Your partner leans back and straightens the knees so that your feet just leave the floor.")
_("Your partner bends the knees and sets you down. Wait until both of you are steady.")
_("Hanging over another person’s chest can break thin bones.")
_("The back is bent and pressed while bone is still healing.")
_("The operated part of the spine is taken to the end of its range by another person.")
_("Being lifted strains tissue that is still healing.")
_("Another person takes your back to the end of its range, which can irritate a nerve.")
_("Your weight takes loose joints past the end of their range.")
_("Being lifted and set down puts you and the belly at risk.")
_("Your crossed arms press on the chest.")
_("The ribs are pressed between your arms and your partner.")
_("Your weight hangs on your crossed arms.")
_("The head can be thrown back.")
_("The head tips back, which can bring dizziness on.")
_("Being pressed and lifted strains the heart.")
_("If you fall, bleeding is harder to stop.")
_("You are set down on your feet and could fall.")
_("A fall does more harm with age.")
_("Do not strain or hold your breath while you are lifted.")
_("Lifting a person can break thin vertebrae.")
_("Lifting a person loads the operated part of the spine.")
_("Lifting strains the wall of the belly while it heals.")
_("Lifting a person loads the discs of the lifter.")
_("Lifting a person is too much load in pregnancy.")
_("The lift hangs on the shoulders of the lifter.")
_("Lifting a person strains the heart.")
_("The lifter must stand firmly for two.")
_("Injuries from lifting are likelier with age.")
_("The article says that the person who lifts is at risk too.")
_("The lift bends the back backwards, so a forward bend follows.")

# floor-manipulation-by-another.toml
_("Floor manipulation by another person")
_(
    "Another person presses quickly on your back while you lie on the floor. This page is information only."
)
_(
    "The article says that an untrained person must not do this and calls it unlawful. The law differs from place to place: some reserve fast thrusts to the spine to registered professions, others protect only the names of the professions."
)
_(
    "A layperson cannot control the force, and warning signs have to be looked for by an examination first."
)
_(
    "So this page shows no technique, no timing and no picture. If you think this is what your back needs, look for a registered professional."
)
_("Never let an untrained person press, jump or walk on your back")
_("A couch in a clinic")
_("This tells you where it belongs; there is nothing to set up at home.")
_("A trained osteopath or chiropractor with recognised training")
_("A licensed professional")
_("Move the same area yourself: lean back over a chair.")
_("Move the same area yourself: turn lying on your back.")
_(
    "A review of published cases after manipulation of the upper back by professionals lists 29 serious ones; 19 were injuries of the spinal cord."
)
_(
    "Ontario reserves fast thrusts that move the joints of the spine beyond their usual range to registered professions."
)

# chair-back-thoracic-extension.toml
_("Seated thoracic extension over a chair back")
_(
    "Sitting well back on a firm chair, you lean the upper back over the top of the backrest and come up again."
)
_(
    "The article lists this among its closing tips without a risk group. You sit, you control it yourself, and physiotherapists use it commonly, so we count it as low risk."
)
_("A sturdy chair whose backrest ends at the middle of your back, standing against a wall.")
_("Buttocks stay on the seat")
_("Let the ribs lift, not push forward")
_("Never tip the chair onto two legs")
_("No wheeled chairs")
_("Level floor with the chair against a wall")
_("Leaning back can tip a chair.")
_("The article gives no figure. A few slow breaths are enough.")
_("The article gives no figure. Three slow ones make a short, easy round.")
_(
    "Sit well back so that the top of the backrest meets the middle of the back; hands support the head."
)
_("Lean the upper back over the edge.")
_("Let the chest open.")
_("Come back upright.")
_("The backrest presses on bone that is still healing while the back bends over it.")
_("The backrest presses directly on the operated part of the spine.")
_("The edge presses on thin bones. Lay a folded towel over it and lean back only a little.")
_("Bending back can irritate a nerve. If pain appears in a leg, or moves further down it, stop.")
_("A stiff spine does not bend back well and breaks more easily. Lean back only a little.")
_("Loose joints go too far over the edge. Lean back only a little.")
_("Balance changes and joints are looser. Lean back only a little.")
_("The chest is stretched. Lean back only a little, or cross your arms.")
_("Hands behind the head may hurt the shoulder. Cross your arms on the chest.")
_("Your head must not hang. Carry its full weight in your hands.")
_("You bend back here, so a forward bend follows.")
_("Lay a folded towel over the edge.")

# standing-forward-bend-twist.toml
_("Standing forward bend with a gentle turn to each side")
_("Standing with soft knees, you roll forward, hang easily and turn a little toward each foot.")
_(
    "In the article this is the answer to bending back. Done as an easy stretch, it belongs with the stretches."
)
_("Knees stay soft")
_("Hands on thighs or shins carry weight")
_("Come up slowly")
_("An easy turn only")
_("You bend forward and could lose your balance.")
_("The article gives no figure. Five to ten seconds are enough to answer the back-bend before it.")
_("Once to each side mirrors the back-bend that comes before it.")
_("The article does not say how often. This follows the back-bend it answers.")
_("Stand with feet shoulder-width apart and knees soft.")
_(
    "Roll forward with hands sliding down the thighs, then turn slightly so both hands move toward one foot."
)
_("Hang easily.")
_("Turn back to the middle, push through the feet and roll up, head last.")
_("Bending forward and turning while standing loads thin vertebrae.")
_("Bending forward while standing loads bone that is still healing.")
_("Bending forward while standing loads the operated part of the spine.")
_(
    "Bending forward and turning is what an irritated disc bears least. Use child’s pose or the double knee-to-chest stretch instead."
)
_("Bending strains what is healing. Keep your hands on your thighs to carry the weight.")
_("Loose joints hang too far. Bend only half way.")
_("Stand with wide feet and bend only half way.")
_("Your head is low. Bend only half way and come up slowly.")
_(
    "A low head raises the pressure inside the eye. Ask whoever looks after your eyes first, or do the seated version."
)
_("You could topple forward. Hold on to a chair.")
_("No sound is looked for in this counter-movement.")
_("Fold over your thighs while sitting on a chair.")
_("Do child’s pose instead.")
_("Repeat the turning pattern while bent forward.")
_("A small turn without load, with the hands carrying weight.")
_("Loaded bending together with turning is what people with disc trouble bear least.")
